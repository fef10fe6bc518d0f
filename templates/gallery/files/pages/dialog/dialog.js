Page({
  data: {
    asking: false,
    answer: '',
    shown: false,
    footer: {
      layout: 'horizontal',
      buttons: [
        { id: 'no', text: '算了' },
        { id: 'yes', text: '删除', type: 'danger' },
      ],
    },
  },

  ask() {
    this.setData({ asking: true });
  },

  reply(button) {
    this.setData({ asking: false, answer: button.text });
  },

  dismiss() {
    this.setData({ asking: false });
  },

  show() {
    this.setData({ shown: true });
  },

  hide() {
    this.setData({ shown: false });
  },
});
