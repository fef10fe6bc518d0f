// Tags that need a phone (map, camera, live video, lottie…): a quiet box of the right size that says what will be there.
import { Element, make } from './element.js';

export class Placeholder extends Element {
  build() {
    this.content = make('div', 'a-placeholder-children');
    return make('div', 'a-native', make('div', 'a-native-name', '<' + this.tag + '>'), this.content);
  }

  update(changed) {
    if (this.tag === 'lottie' && changed.has('placeholder')) {
      const source = this.view.resolve(this.props.placeholder);
      this.root.style.background = source ? 'center / contain no-repeat url("' + source.replace(/["\\\n]/g, encodeURIComponent) + '")' : '';
    }
    if (changed.has('created') && this.tag === 'lottie') this.emit('dataReady', {});
  }
}
