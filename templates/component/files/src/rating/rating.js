Component({
  data: {
    score: 0,
  },

  props: {
    className: '',
    value: null,
    defaultValue: 0,
    count: 5,
    readonly: false,
    onChange() {},
  },

  onInit() {
    const { value, defaultValue } = this.props;
    this.setData({ score: value === null ? defaultValue : value });
  },

  deriveDataFromProps(next) {
    if (next.value !== null && next.value !== this.data.score) {
      this.setData({ score: next.value });
    }
  },

  methods: {
    pick(event) {
      const { value } = event.currentTarget.dataset;
      if (this.props.readonly || value === this.data.score) return;
      // 受控时等外面把新的 value 传回来
      if (this.props.value === null) this.setData({ score: value });
      this.props.onChange(value);
    },
  },
});
