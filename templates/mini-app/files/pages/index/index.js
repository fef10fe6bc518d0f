const API = 'https://jsonplaceholder.typicode.com/posts?_limit=3';

Page({
  data: {
    hour: new Date().getHours(),
    picked: '',
    state: 'loading',
    posts: [],
    steps: [
      { id: 'edit', title: '改页面', note: 'pages/index/index.axml' },
      { id: 'style', title: '换颜色', note: 'pages/index/index.acss' },
      { id: 'share', title: '发到手机', note: 'mpaas pack，再用二维码打开' },
    ],
  },

  onLoad() {
    this.load();
  },

  onShow() {
    this.setData({ hour: new Date().getHours() });
  },

  onPullDownRefresh() {
    this.load();
  },

  load() {
    this.setData({ state: 'loading' });
    my.request({
      url: API,
      dataType: 'json',
      timeout: 8000,
      success: ({ data }) => {
        const good = Array.isArray(data);
        this.setData({ state: good ? 'ready' : 'failed', posts: good ? data : [] });
      },
      fail: () => this.setData({ state: 'failed' }),
      complete: () => my.stopPullDownRefresh(),
    });
  },

  pickStep(step) {
    this.setData({ picked: step.title });
  },

  shuffle() {
    const [first, ...others] = this.data.steps;
    this.setData({ steps: [...others, first] });
  },
});
