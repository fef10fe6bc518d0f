Page({
  data: {
    rows: [],
  },

  onLoad() {
    const system = my.getSystemInfoSync();
    this.setData({
      rows: [
        { label: '设备', value: system.model },
        { label: '系统', value: `${system.platform} ${system.system}` },
        { label: '屏幕', value: `${system.windowWidth} × ${system.windowHeight}` },
        { label: '基础库', value: my.SDKVersion },
      ],
    });
  },

  greet() {
    my.showToast({ content: '你好！', type: 'success' });
  },

  reset() {
    my.confirm({
      title: '清空清单？',
      content: '清空后不能恢复。',
      confirmButtonText: '清空',
      cancelButtonText: '算了',
      success: ({ confirm }) => {
        if (!confirm) return;
        my.setStorageSync({ key: 'todos', data: [] });
        my.showToast({ content: '已清空' });
      },
    });
  },
});
