import { greet } from '@/utils/greeting';

Page({
  data: {
    greeting: '',
    rows: [] as { label: string; value: string }[],
  },

  onLoad() {
    const system = my.getSystemInfoSync();
    this.setData({
      greeting: greet(new Date().getHours()),
      rows: [
        { label: '设备', value: system.model },
        { label: '系统', value: `${system.platform} ${system.system}` },
        { label: '屏幕', value: `${system.windowWidth} × ${system.windowHeight}` },
      ],
    });
  },
});
