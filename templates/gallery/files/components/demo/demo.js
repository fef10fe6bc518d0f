// 一个演示区块：标题和白色卡片。
Component({
  props: {
    title: '',
    plain: false,
  },
});
