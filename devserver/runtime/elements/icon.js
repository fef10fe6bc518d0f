// icon: the ten documented signs, drawn by us.
import { Element, make } from './element.js';
import { makeSvg, number } from './dom.js';

const line = { fill: 'none', stroke: '#fff', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
const disc = { d: 'M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z', fill: 'currentColor' };
const open = { fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
const drawings = {
  info: ['#1677ff', [disc, { ...line, d: 'M12 11v6M12 7.2v.1' }]],
  warn: ['#ff3141', [disc, { ...line, d: 'M12 6.5v7M12 17v.1' }]],
  waiting: ['#1677ff', [disc, { ...line, d: 'M12 6.5V12l3.5 2.5' }]],
  cancel: ['#ff3141', [disc, { ...line, d: 'M8.5 8.5l7 7M15.5 8.5l-7 7' }]],
  clear: ['#b2b2b2', [disc, { ...line, d: 'M8.5 8.5l7 7M15.5 8.5l-7 7' }]],
  success: ['#00b578', [disc, { ...line, d: 'M7.3 12.4l3.2 3.2 6.2-6.6' }]],
  success_no_circle: ['#00b578', [{ ...open, d: 'M5 12.6l4.6 4.6L19.4 7' }]],
  download: ['#00b578', [{ ...open, d: 'M12 4v11M7 10.5l5 5 5-5M5 20h14' }]],
  search: ['#b2b2b2', [{ ...open, d: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM16.2 16.2L20.5 20.5' }]],
  loading: ['#999999', [{ ...open, d: 'M12 3a9 9 0 1 0 9 9' }]],
};

export class Icon extends Element {
  build() {
    const root = make('span');
    root.setAttribute('role', 'img');
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (changed.has('type') || changed.has('created')) {
      const type = this.text('type', 'success');
      const drawing = Object.prototype.hasOwnProperty.call(drawings, type) ? drawings[type] : null;
      this.root.replaceChildren(...(drawing ? [makeSvg('0 0 24 24', drawing[1])] : []));
      this.drawn = drawing;
      this.state('a-icon-spinning', type === 'loading');
      if (!this.root.hasAttribute('aria-label')) this.root.setAttribute('aria-label', type);
    }
    this.styled();
  }

  styled() {
    if (!this.drawn) return;
    const size = number(this.props.size, 23) + 'px';
    const style = this.root.firstChild.style;
    style.width = size;
    style.height = size;
    style.color = this.text('color') || this.drawn[0];
  }
}
