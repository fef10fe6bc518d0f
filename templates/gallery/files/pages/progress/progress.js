Page({
  data: {
    percent: 40,
    current: 1,
    orders: [
      { title: '下单', description: '10:00' },
      { title: '付款', description: '10:02' },
      { title: '发货', description: '等待中' },
    ],
  },

  less() {
    this.setData({ percent: Math.max(0, this.data.percent - 20) });
  },

  more() {
    this.setData({ percent: Math.min(100, this.data.percent + 20) });
  },

  next() {
    this.setData({ current: (this.data.current + 1) % this.data.orders.length });
  },
});
