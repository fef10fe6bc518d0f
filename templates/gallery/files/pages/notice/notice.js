Page({
  data: {
    open: true,
    visible: false,
    content: '',
    type: '',
  },

  dismiss() {
    this.setData({ open: false });
  },

  showText() {
    this.setData({ visible: true, type: '', content: '已经保存' });
  },

  showLoading() {
    this.setData({ visible: true, type: 'loading', content: '加载中' });
  },

  hide() {
    this.setData({ visible: false });
  },

  showNative() {
    my.showToast({ content: '来自 my.showToast', type: 'success' });
  },
});
