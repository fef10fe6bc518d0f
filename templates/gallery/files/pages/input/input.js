Page({
  data: {
    name: '',
    text: '',
    amount: 1,
  },

  setName(name) {
    this.setData({ name });
  },

  setText(text) {
    this.setData({ text });
  },

  setAmount(amount) {
    this.setData({ amount });
  },
});
