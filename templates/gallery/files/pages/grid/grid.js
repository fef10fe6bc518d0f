const names = ['扫一扫', '付款码', '出行', '卡包', '充值', '账单', '转账', '更多'];
const services = names.map((title, index) => ({ title, icon: `/image/grid-${(index % 4) + 1}.png` }));

Page({
  data: {
    services,
    details: services.slice(0, 3).map((item) => ({ ...item, description: '说明文字' })),
    pair: services.slice(4, 6).map((item) => ({ ...item, description: '说明文字' })),
  },

  pick(item) {
    my.showToast({ content: item.title, duration: 1500 });
  },
});
