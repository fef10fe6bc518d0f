Page({
  data: {
    colors: ['primary', 'success', 'warning', 'danger'],
    sizes: ['x-small', 'small', 'medium', 'large'],
    unread: 8,
    poem: '山不在高，有仙则名。水不在深，有龙则灵。斯是陋室，惟吾德馨。苔痕上阶绿，草色入帘青。',
  },

  read() {
    this.setData({ unread: this.data.unread > 0 ? 0 : 120 });
  },
});
