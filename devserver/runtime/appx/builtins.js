// The built-in tags as compiled packages name them: AFAppX.ScrollView is `scroll-view`. Extension tags are included;
// what the view does not know it shows as its children only.

const NAMES =
  'Ad AiCamera Audio Button Camera Canvas Cdp Checkbox CheckboxGroup ContactButton CoverImage CoverView Form Icon Image Input Label ' +
  'Lottie LivePlayer Lifestyle LivePusher Map MatchMedia MovableArea MovableView Navigator PageContainer PageMeta Picker PickerView ' +
  'PickerViewColumn Progress Radio RadioGroup RichText RootPortal ScrollView Slider Swiper SwiperItem Switch Text Textarea Video View WebView ' +
  'CommonExtra Favorite AddToHome Spread FocusOnFortune ZmCreditAcceptance ZmEvaluation';

export const BUILTIN_TAGS = {};
for (const name of NAMES.split(' ')) {
  BUILTIN_TAGS[name] = name.replace(/[A-Z]/g, (letter, at) => (at === 0 ? '' : '-') + letter.toLowerCase());
}
