// Screens we can show, in CSS pixels. top/bottom: height of the status bar and of the gesture area; cut: what the camera takes.
export const devices = [
  { id: 'iphone-se', name: 'iPhone SE', brand: 'iPhone', model: 'iPhone14,6', platform: 'iOS', system: '17.5', width: 375, height: 667, top: 20, bottom: 0, cut: 'none', radius: 6, ratio: 2 },
  { id: 'iphone-14', name: 'iPhone 14', brand: 'iPhone', model: 'iPhone14,7', platform: 'iOS', system: '17.5', width: 390, height: 844, top: 47, bottom: 34, cut: 'notch', radius: 46, ratio: 3 },
  { id: 'iphone-15-pro', name: 'iPhone 15 Pro', brand: 'iPhone', model: 'iPhone16,1', platform: 'iOS', system: '17.5', width: 393, height: 852, top: 54, bottom: 34, cut: 'island', radius: 52, ratio: 3 },
  { id: 'iphone-15-pro-max', name: 'iPhone 15 Pro Max', brand: 'iPhone', model: 'iPhone16,2', platform: 'iOS', system: '17.5', width: 430, height: 932, top: 54, bottom: 34, cut: 'island', radius: 54, ratio: 3 },
  { id: 'huawei-mate-60', name: 'Huawei Mate 60', brand: 'HUAWEI', model: 'BRA-AL00', platform: 'Android', system: '12', width: 360, height: 800, top: 36, bottom: 16, cut: 'punch', radius: 38, ratio: 3 },
  { id: 'xiaomi-14', name: 'Xiaomi 14', brand: 'Xiaomi', model: '23127PN0CC', platform: 'Android', system: '14', width: 393, height: 873, top: 36, bottom: 16, cut: 'punch', radius: 36, ratio: 2.75 },
  { id: 'pixel-8', name: 'Pixel 8', brand: 'Google', model: 'Pixel 8', platform: 'Android', system: '14', width: 412, height: 915, top: 36, bottom: 16, cut: 'punch', radius: 36, ratio: 2.625 },
  { id: 'galaxy-s9', name: 'Galaxy S9', brand: 'samsung', model: 'SM-G9600', platform: 'Android', system: '10', width: 360, height: 740, top: 24, bottom: 0, cut: 'none', radius: 20, ratio: 4 },
];

export const titleBarHeight = (device) => (device.platform === 'iOS' ? 44 : 48);
export const tabBarHeight = 50;
export const findDevice = (id) => devices.find((device) => device.id === id) || devices[2];

// The phone's own screen, when the simulator page is opened on a real phone.
export function ownScreen() {
  const iOS = /iPhone|iPad/.test(navigator.userAgent);
  return { id: 'own', name: 'own', brand: iOS ? 'iPhone' : 'Android', model: navigator.platform, platform: iOS ? 'iOS' : 'Android', system: '', width: innerWidth, height: innerHeight, top: 0, bottom: 0, cut: 'none', radius: 0, ratio: devicePixelRatio };
}

// What my.getSystemInfo answers.
export function systemInfo(device, hasTabBar) {
  const bars = device.top + titleBarHeight(device);
  return {
    model: device.model,
    brand: device.brand,
    platform: device.platform,
    system: device.system,
    pixelRatio: device.ratio,
    screenWidth: device.width,
    screenHeight: device.height,
    windowWidth: device.width,
    windowHeight: device.height - bars - (hasTabBar ? tabBarHeight + device.bottom : 0),
    statusBarHeight: device.top,
    titleBarHeight: titleBarHeight(device),
    safeArea: { left: 0, right: device.width, top: device.top, bottom: device.height - device.bottom, width: device.width, height: device.height - device.top - device.bottom },
    language: /^zh/i.test(navigator.language) ? 'zh-Hans' : 'en',
    fontSizeSetting: 16,
    version: '10.5.90',
    app: 'alipay',
    storage: '128 GB',
    currentBattery: '100%',
    colorScheme: 'light',
    performance: 'high',
  };
}
