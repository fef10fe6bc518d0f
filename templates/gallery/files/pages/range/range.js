Page({
  data: {
    score: 3,
    volume: 30,
    low: 20,
    high: 60,
  },

  setScore(score) {
    this.setData({ score });
  },

  setVolume(volume) {
    this.setData({ volume });
  },

  setRange([low, high]) {
    this.setData({ low, high });
  },
});
