// canvas: a real 2D bitmap of the asked size. The logic side has no DOM, so it sends recorded calls:
//   {t:'element', method:'draw', args:[[['fillStyle', '#f00'], ['fillRect', 0, 0, 10, 10], …], reserve]}
import { Element, make } from './element.js';
import { number } from './dom.js';

const calls = new Set(
  (
    'arc arcTo beginPath bezierCurveTo clearRect clip closePath ellipse fill fillRect fillText lineTo moveTo quadraticCurveTo rect ' +
    'restore rotate save scale setLineDash setTransform stroke strokeRect strokeText transform translate'
  ).split(' '),
);
const settings = new Set(
  (
    'fillStyle strokeStyle lineWidth lineCap lineJoin lineDashOffset miterLimit font textAlign textBaseline globalAlpha ' +
    'globalCompositeOperation shadowBlur shadowColor shadowOffsetX shadowOffsetY'
  ).split(' '),
);

export class Canvas extends Element {
  build() {
    this.bitmap = make('canvas', 'a-canvas-bitmap');
    this.content = make('div', 'a-canvas-children');
    return make('div', '', this.bitmap, this.content);
  }

  update(changed) {
    if (changed.has('width') || changed.has('created')) this.size('width', number(this.props.width, 300));
    if (changed.has('height') || changed.has('created')) this.size('height', number(this.props.height, 225));
    if (changed.has('created')) this.emit('ready', {});
  }

  size(side, value) {
    if (this.bitmap[side] !== value) this.bitmap[side] = value;
  }

  invoke(method, args) {
    if (method !== 'draw' || !Array.isArray(args[0])) return;
    const pen = this.bitmap.getContext('2d');
    if (!args[1]) pen.clearRect(0, 0, this.bitmap.width, this.bitmap.height);
    for (const [name, ...values] of args[0]) {
      if (calls.has(name)) pen[name](...values);
      else if (settings.has(name)) pen[name] = values[0];
    }
  }
}
