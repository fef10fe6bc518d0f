// match-media: shows its children while the page's size fits.
import { Element } from './element.js';
import { number } from './dom.js';

export class MatchMedia extends Element {
  update() {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const limit = (name, fallback) => number(this.props[name], fallback);
    const fits =
      width >= limit('minWidth', 0) &&
      width <= limit('maxWidth', Infinity) &&
      height >= limit('minHeight', 0) &&
      height <= limit('maxHeight', Infinity) &&
      width === limit('width', width) &&
      height === limit('height', height) &&
      (!this.text('orientation') || (this.text('orientation') === 'landscape') === width > height);
    this.root.hidden = !fits;
  }
}
