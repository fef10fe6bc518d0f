const groups = [
  {
    name: '通用',
    items: [
      { page: 'button', title: '按钮', brief: 'Button', count: 1 },
      { page: 'display', title: '标记与文字', brief: 'Tag · Badge · Avatar · Divider · Typography', count: 5 },
      { page: 'grid', title: '宫格', brief: 'Grid · Container', count: 2 },
    ],
  },
  {
    name: '录入',
    items: [
      { page: 'input', title: '输入', brief: 'Input · Textarea · Stepper', count: 3 },
      { page: 'choice', title: '选择', brief: 'Switch · CheckboxGroup · RadioGroup · Selector', count: 4 },
      { page: 'range', title: '评分与滑块', brief: 'Rate · Slider', count: 2 },
      { page: 'form', title: '表单', brief: 'FormInput · FormSwitch · FormStepper · FormTextarea', count: 4 },
    ],
  },
  {
    name: '展示',
    items: [
      { page: 'card', title: '卡片与折叠', brief: 'Card · Collapse', count: 2 },
      { page: 'progress', title: '进度', brief: 'Progress · Steps · Countdown', count: 3 },
      { page: 'tabs', title: '标签页', brief: 'Tabs', count: 1 },
      { page: 'state', title: '状态', brief: 'Result · Empty · Skeleton · Loading', count: 4 },
    ],
  },
  {
    name: '反馈',
    items: [
      { page: 'popup', title: '弹出层', brief: 'Popup · ActionSheet', count: 2 },
      { page: 'dialog', title: '对话框', brief: 'Dialog · Modal', count: 2 },
      { page: 'notice', title: '提示', brief: 'Toast · NoticeBar', count: 2 },
    ],
  },
];

const items = groups.flatMap((group) => group.items);

Page({
  data: {
    groups,
    pages: items.length,
    // 列表与列表项也是组件
    count: items.reduce((sum, item) => sum + item.count, 2),
  },

  open(event) {
    const { page } = event.currentTarget.dataset;
    my.navigateTo({ url: `/pages/${page}/${page}` });
  },
});
