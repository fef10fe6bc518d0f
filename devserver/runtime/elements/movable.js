// movable-area and movable-view: a child that is dragged about inside its area.
import { Element, make } from './element.js';
import { animate, clamp, drag, easeOut, number } from './dom.js';

export class MovableArea extends Element {}

export class MovableView extends Element {
  build() {
    const root = make('div');
    root.dataset.drags = '1';
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.stop = () => {};
    let begin = [0, 0];
    drag(root, {
      start: (event) => {
        if (this.disabled || this.direction() === 'none') return false;
        const inner = event.target.closest('[data-drags]');
        if (inner && inner !== root) return false;
        this.stop();
        begin = [this.x, this.y];
      },
      move: (dx, dy) => {
        const direction = this.direction();
        this.to(
          direction === 'vertical' ? begin[0] : begin[0] + dx,
          direction === 'horizontal' ? begin[1] : begin[1] + dy,
          this.boolean('outOfBounds') ? 'touch-out-of-bounds' : 'touch',
        );
      },
      end: () => {
        const [x, y] = this.bound(this.x, this.y);
        if (x !== this.x || y !== this.y) this.glide(x, y, 'out-of-bounds');
        this.emit('changeEnd', { x, y });
      },
    });
    return root;
  }

  direction() {
    return this.text('direction', 'none');
  }

  bound(x, y) {
    const area = this.root.parentElement;
    if (!area) return [x, y];
    const limit = (room, value) => clamp(value, Math.min(0, room), Math.max(0, room));
    return [limit(area.clientWidth - this.root.offsetWidth, x), limit(area.clientHeight - this.root.offsetHeight, y)];
  }

  to(x, y, source) {
    if (source !== 'touch-out-of-bounds' && source !== 'out-of-bounds') [x, y] = this.bound(x, y);
    if (x === this.x && y === this.y) return;
    this.x = x;
    this.y = y;
    this.styled();
    this.emit('change', { x, y, source });
  }

  styled() {
    this.root.style.transform = 'translate(' + this.x + 'px, ' + this.y + 'px)' + (this.scale !== 1 ? ' scale(' + this.scale + ')' : '');
  }

  glide(x, y, source) {
    const from = [this.x, this.y];
    this.stop = animate(250, (share) =>
      this.to(from[0] + (x - from[0]) * easeOut(share), from[1] + (y - from[1]) * easeOut(share), source),
    );
  }

  update(changed) {
    this.root.style.touchAction = { all: 'none', horizontal: 'pan-y', vertical: 'pan-x' }[this.direction()] || '';
    if (changed.has('scaleValue')) {
      this.scale = clamp(number(this.props.scaleValue, 1), number(this.props.scaleMin, 0.5), number(this.props.scaleMax, 10));
      this.styled();
      if (!changed.has('created')) this.emit('scale', { x: this.x, y: this.y, scale: this.scale });
    }
    if (!changed.has('x') && !changed.has('y')) return;
    const [x, y] = this.bound(changed.has('x') ? number(this.props.x, 0) : this.x, changed.has('y') ? number(this.props.y, 0) : this.y);
    if (this.boolean('animation') && !changed.has('created')) this.glide(x, y, '');
    else this.to(x, y, '');
  }

  free() {
    this.stop();
  }
}
