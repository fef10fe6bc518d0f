Page({
  data: {
    current: 0,
    items: [
      { title: '水果', content: '苹果、梨、葡萄' },
      { title: '蔬菜', content: '白菜、萝卜、番茄' },
      { title: '肉类', content: '今天没有', disabled: true },
    ],
    many: ['推荐', '新闻', '视频', '体育', '财经', '科技', '汽车'].map((title) => ({ title })),
    times: [
      { title: '周一', subTitle: '有余' },
      { title: '周二', subTitle: '紧张' },
      { title: '周三', subTitle: '售罄' },
    ],
  },

  change(current) {
    this.setData({ current });
  },
});
