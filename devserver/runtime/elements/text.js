// text: inline characters, with optional entity decoding, visible runs of spaces, selection and line clamping.
import { Element, make } from './element.js';
import { number } from './dom.js';

const entities = { nbsp: '\u00a0', lt: '<', gt: '>', amp: '&', apos: "'", quot: '"', ensp: '\u2002', emsp: '\u2003' };
const spaces = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003' };

export class Text extends Element {
  build() {
    return make('span');
  }

  shownText(value) {
    let text = value.indexOf('\\n') < 0 ? value : value.replace(/\\n/g, '\n');
    const space = spaces[this.props.space];
    if (space) text = text.replace(/ /g, space);
    if (this.boolean('decode')) text = text.replace(/&(nbsp|lt|gt|amp|apos|quot|ensp|emsp);/g, (all, name) => entities[name]);
    return text;
  }

  update(changed) {
    if (changed.has('children') || changed.has('decode') || changed.has('space')) {
      for (const child of this.children) if (child.show) child.show();
    }
    if (changed.has('selectable')) this.state('a-text-selectable', this.boolean('selectable'));
    if (changed.has('numberOfLines')) this.styled();
  }

  styled() {
    const lines = Math.floor(number(this.props.numberOfLines, 0));
    this.state('a-text-clamped', lines >= 1);
    if (lines >= 1) this.root.style.webkitLineClamp = String(lines);
  }
}
