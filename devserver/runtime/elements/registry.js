// Tag -> class. A tag nobody knows renders its children only.
import { Element } from './element.js';
import { Button } from './button.js';
import { Canvas } from './canvas.js';
import { Checkbox, CheckboxGroup } from './checkbox.js';
import { Form } from './form.js';
import { Icon } from './icon.js';
import { CoverImage, Image } from './image.js';
import { Input } from './input.js';
import { Label } from './label.js';
import { MatchMedia } from './match_media.js';
import { MovableArea, MovableView } from './movable.js';
import { Navigator } from './navigator.js';
import { PageContainer } from './page_container.js';
import { Picker } from './picker.js';
import { PickerView, PickerViewColumn } from './picker_view.js';
import { Placeholder } from './placeholder.js';
import { Progress } from './progress.js';
import { Radio, RadioGroup } from './radio.js';
import { RichText } from './rich_text.js';
import { RootPortal } from './root_portal.js';
import { ScrollView } from './scroll_view.js';
import { Slider } from './slider.js';
import { Swiper, SwiperItem } from './swiper.js';
import { Switch } from './switch.js';
import { Text } from './text.js';
import { Textarea } from './textarea.js';
import { CoverView, Page, Unknown, View } from './view.js';
import { Video } from './video.js';
import { WebView } from './web_view.js';

const tags = new Map(
  Object.entries({
    page: Page,
    view: View,
    'cover-view': CoverView,
    'share-element': View,
    text: Text,
    image: Image,
    'cover-image': CoverImage,
    icon: Icon,
    progress: Progress,
    'rich-text': RichText,
    button: Button,
    'contact-button': Button,
    form: Form,
    label: Label,
    input: Input,
    textarea: Textarea,
    checkbox: Checkbox,
    'checkbox-group': CheckboxGroup,
    radio: Radio,
    'radio-group': RadioGroup,
    switch: Switch,
    slider: Slider,
    picker: Picker,
    'picker-view': PickerView,
    'picker-view-column': PickerViewColumn,
    'scroll-view': ScrollView,
    swiper: Swiper,
    'swiper-item': SwiperItem,
    'movable-area': MovableArea,
    'movable-view': MovableView,
    navigator: Navigator,
    canvas: Canvas,
    video: Video,
    'web-view': WebView,
    'root-portal': RootPortal,
    'page-container': PageContainer,
    'match-media': MatchMedia,
    map: Placeholder,
    camera: Placeholder,
    'ai-camera': Placeholder,
    'live-player': Placeholder,
    'live-pusher': Placeholder,
    lottie: Placeholder,
    audio: Placeholder,
    ad: Placeholder,
    lifestyle: Placeholder,
    'error-view': Placeholder,
  }),
);

export const isBuiltIn = (tag) => tags.has(tag);

export function createElementNode(view, id, tag) {
  const Type = tags.get(tag);
  return Type ? new Type(view, id, tag) : new Unknown(view, id, tag.replace(/[^a-zA-Z0-9-]/g, '-') || 'unknown');
}

export { Element };
