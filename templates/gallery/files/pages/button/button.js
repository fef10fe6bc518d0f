Page({
  data: {
    count: 0,
    loading: false,
  },

  tap(event) {
    my.showToast({ content: event.currentTarget.dataset.name, duration: 1500 });
  },

  add() {
    this.setData({ count: this.data.count + 1 });
  },

  load() {
    this.setData({ loading: true });
    setTimeout(() => this.setData({ loading: false }), 1500);
  },
});
