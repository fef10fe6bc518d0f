Page({
  data: {
    loading: true,
  },

  toggle() {
    this.setData({ loading: !this.data.loading });
  },
});
