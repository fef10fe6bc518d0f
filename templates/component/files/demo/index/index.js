Page({
  data: {
    score: 2,
  },

  setScore(score) {
    this.setData({ score });
  },

  clear() {
    this.setData({ score: 0 });
  },
});
