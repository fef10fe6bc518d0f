Component({
  data: {
    picked: -1,
  },
  props: {
    title: '',
    items: [],
    onPick() {},
  },
  didUpdate(previous) {
    if (previous.items !== this.props.items && this.data.picked >= this.props.items.length) {
      this.setData({ picked: -1 });
    }
  },
  methods: {
    pick(event) {
      const { index } = event.currentTarget.dataset;
      this.setData({ picked: index });
      this.props.onPick(this.props.items[index], index);
    },
  },
});
