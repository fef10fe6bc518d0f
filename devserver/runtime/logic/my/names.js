// Which my.* there are. HOST_CALLS are done by the host under the name given; UNSUPPORTED are documented, but the
// simulator has nothing behind them: they go to the host too, so that a mock can answer, and fail with a clear
// message otherwise.

export const HOST_CALLS = {
  showToast: 'showToast',
  hideToast: 'hideToast',
  showLoading: 'showLoading',
  hideLoading: 'hideLoading',
  alert: 'alert',
  confirm: 'confirm',
  prompt: 'prompt',
  showActionSheet: 'actionSheet',
  setNavigationBar: 'setNavigationBar',
  showNavigationBarLoading: 'showNavigationBarLoading',
  hideNavigationBarLoading: 'hideNavigationBarLoading',
  hideBackHome: 'hideBackHome',
  setNavigationBarTitle: 'setNavigationBar',
  setNavigationBarColor: 'setNavigationBar',
  setNavigationBarBottomLineColor: 'setNavigationBar',
  setOptionMenu: 'setOptionMenu',
  setTabBarStyle: 'setTabBarStyle',
  setTabBarItem: 'setTabBarItem',
  setTabBarBadge: 'setTabBarBadge',
  removeTabBarBadge: 'removeTabBarBadge',
  showTabBarRedDot: 'showTabBarRedDot',
  hideTabBarRedDot: 'hideTabBarRedDot',
  showTabBar: 'showTabBar',
  hideTabBar: 'hideTabBar',
  setBackgroundColor: 'setBackgroundColor',
  setBackgroundTextStyle: 'setBackgroundTextStyle',
  setCanPullDown: 'setCanPullDown',
  startPullDownRefresh: 'startPullDownRefresh',
  stopPullDownRefresh: 'stopPullDownRefresh',
  vibrate: 'vibrate',
  vibrateShort: 'vibrateShort',
  vibrateLong: 'vibrateLong',
  setClipboard: 'setClipboard',
  getClipboard: 'getClipboard',
  makePhoneCall: 'makePhoneCall',
  hideKeyboard: 'hideKeyboard',
  previewImage: 'previewImage',
  getNetworkType: 'getNetworkType',
  chooseImage: 'chooseImage',
  datePicker: 'datePicker',
  optionsSelect: 'optionsSelect',
  exitMiniProgram: 'exitMiniProgram',
  getLocation: 'getLocation',
  getBatteryInfo: 'getBatteryInfo',
  getScreenBrightness: 'getScreenBrightness',
  setScreenBrightness: 'setScreenBrightness',
  setKeepScreenOn: 'setKeepScreenOn',
  hideShareMenu: 'hideShareMenu',
  showShareMenu: 'showShareMenu',
  hideAddToDesktopMenu: 'hideAddToDesktopMenu',
  hideAllAddToDesktopMenu: 'hideAllAddToDesktopMenu',
  setVisualEffectOnCapture: 'setVisualEffectOnCapture',
  loadFontFace: 'loadFontFace',
};

export const UNSUPPORTED = (
  'addPhoneContact calculateRoute cancelBluetoothPair canvasToTempFilePath checkBeforeAddOrder checkIsIfaaEnrolledInDevice ' +
  'checkIsSupportIfaaAuthentication chooseAlipayContact chooseCity chooseContact chooseDistrict chooseLocation choosePhoneContact ' +
  'chooseVideo closeBluetoothAdapter closeSocket compressImage connectBLEDevice connectSocket connectWifi detectFileType ' +
  'disableAlertBeforeUnload disconnectBLEDevice downloadFile enableAlertBeforeUnload generateImageFromCode getAddress getAuthCode ' +
  'getAvailableAudioSources getBLEDeviceCharacteristics getBLEDeviceRSSI getBLEDeviceServices getBLEDeviceStatus getBLEMTU ' +
  'getAuthUserInfo getBackgroundFetchData getBeacons getBluetoothAdapterState getBluetoothDevices getBluetoothPairs ' +
  'getConnectedBluetoothDevices getConnectedWifi getFileInfo getGeocoder getImageInfo getLocalIPAddress getMainSelectedCity ' +
  'getMapInfo getOpenUserInfo getParentAppId getPhoneNumber getRunData getRunScene getSavedFileInfo getSavedFileList getTitleColor ' +
  'getUserInfo getVideoInfo getWifiList imgRisk imgRiskCallback isScreenReaderEnabled loadPlugin makeBluetoothPair multiLevelSelect ' +
  'navigateBackMiniProgram navigateToAlipayPage navigateToFinance navigateToMiniProgram notifyBLECharacteristicValueChange nsf ' +
  'openAlipayApp openBluetoothAdapter openCardList openDocument openKBVoucherDetail openLocation openMerchantCardList ' +
  'openMerchantTicketList openMerchantVoucherList openOtherApp openSetting openTicketDetail openTicketList openURL openVoucherDetail ' +
  'openVoucherList paySignCenter prepareUseCertificate preventCheat readBLECharacteristicValue regionPicker registerSSID ' +
  'removeSavedFile requestSubscribeMessage rsa saveFile saveFileToDisk saveImage saveImageToPhotosAlbum saveVideoToPhotosAlbum scan ' +
  'sendSocketMessage setBLEMTU setLocatedCity setWifiList showAuthGuide showBLEPermissionGuide showSharePanel startAPVerify ' +
  'startAccelerometer startBeaconDiscovery startBluetoothDevicesDiscovery startCompass startGyroscope startIfaaAuthentication ' +
  'startWifi stopAccelerometer stopBeaconDiscovery stopBluetoothDevicesDiscovery stopCompass stopGyroscope stopWifi tradePay ' +
  'unregisterSSID unsubscribeMessage updateAlipayClient uploadFile watchShake writeBLECharacteristicValue showModal ocr ' +
  'openCardDetail navigateToCouponDetail zmCreditBorrow textRiskIdentification'
).split(' ');

// Those that return an object to talk to; there is nothing behind it, but talking to it is no error.
export const UNSUPPORTED_OBJECTS = (
  'createCanvasContext createInnerAudioContext createMapContext createVideoContext createWebViewContext createLottieContext createWorker ' +
  'createOffscreenCanvas createRewardedAd createCloudContext getBackgroundAudioManager getRecorderManager getFileSystemManager ' +
  'getUpdateManager getAccessibilityManager'
).split(' ');

// my.onX(listener) and my.offX(listener)
export const EVENTS = (
  'AccelerometerChange AppHide AppShow AudioInterruptionBegin AudioInterruptionEnd BLECharacteristicValueChange BLEConnectionStateChanged ' +
  'BeaconServiceChange BeaconUpdate BluetoothAdapterStateChange BluetoothDeviceFound CompassChange ComponentError DeviceMotionChange Error ' +
  'GetWifiList GyroscopeChange LocatedComplete MemoryWarning NetworkStatusChange PageNotFound SocketClose SocketError SocketMessage SocketOpen ' +
  'UnhandledRejection UserCaptureScreen WifiConnected'
).split(' ');

// canIUse() beyond the names of my.* and the built-in tags
export const CAPABILITIES = new Set([
  'component2.observers',
  'component2.lifetimes',
  'component2.pageEvents',
  'slot',
  'import-sjs',
]);
