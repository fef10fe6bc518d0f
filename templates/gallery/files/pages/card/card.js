Page({
  data: {
    folded: false,
    questions: [
      { title: '什么是离线包？', content: '把页面资源预先放进客户端，打开时不再等网络。' },
      { title: '小程序能离线用吗？', content: '能。小程序包下载以后保存在手机上。' },
      { title: '不能展开的一项', content: '', disabled: true },
    ],
  },

  fold() {
    this.setData({ folded: !this.data.folded });
  },

  more() {
    my.showToast({ content: '这里会打开全部内容' });
  },
});
