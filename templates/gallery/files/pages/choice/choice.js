Page({
  data: {
    on: true,
    chosen: ['apple'],
    picked: 'apple',
    fruits: [
      { value: 'apple', label: '苹果' },
      { value: 'pear', label: '梨' },
      { value: 'durian', label: '榴莲（缺货）', disabled: true },
    ],
    times: [
      { value: 'am', text: '上午', subText: '9–12 点' },
      { value: 'pm', text: '下午', subText: '14–18 点' },
      { value: 'night', text: '晚上', subText: '休息', disabled: true },
    ],
  },

  toggle(on) {
    this.setData({ on });
  },

  choose(chosen) {
    this.setData({ chosen });
  },

  pick(picked) {
    this.setData({ picked });
  },

  setTime(value) {
    my.showToast({ content: value ? `选了 ${value}` : '取消了', duration: 1200 });
  },
});
