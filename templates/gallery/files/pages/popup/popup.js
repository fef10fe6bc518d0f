Page({
  data: {
    visible: false,
    position: 'bottom',
    place: '底部',
    positions: [
      { value: 'bottom', text: '底部' },
      { value: 'top', text: '顶部' },
      { value: 'left', text: '左边' },
      { value: 'right', text: '右边' },
      { value: 'center', text: '中间' },
    ],
    sheet: false,
    action: '',
    actions: [{ text: '朋友' }, { text: '同事', description: '只有公司内的人能看到' }, { text: '举报', danger: true }],
  },

  open(event) {
    const { position } = event.currentTarget.dataset;
    const { text } = this.data.positions.find((item) => item.value === position);
    this.setData({ visible: true, position, place: text });
  },

  close() {
    this.setData({ visible: false });
  },

  openSheet() {
    this.setData({ sheet: true });
  },

  closeSheet() {
    this.setData({ sheet: false });
  },

  act(action) {
    this.setData({ action: action.text, sheet: false });
  },
});
