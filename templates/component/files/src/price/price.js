Component({
  props: {
    className: '',
    value: 0,
    symbol: '¥',
    original: 0,
  },
});
