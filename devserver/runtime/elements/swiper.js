// swiper and swiper-item. All items share one grid cell (so the highest gives the height) and are moved by transform;
// `offset` is the fractional index at the start edge.
import { Element, make } from './element.js';
import { animate, clamp, drag, easeOut, number } from './dom.js';

const curves = {
  linear: (share) => share,
  easeInCubic: (share) => share * share * share,
  easeOutCubic: easeOut,
  easeInOutCubic: (share) => (share < 0.5 ? 4 * share * share * share : 1 - Math.pow(2 - 2 * share, 3) / 2),
};

export class SwiperItem extends Element {}

export class Swiper extends Element {
  build() {
    const root = make('div');
    root.setAttribute('aria-roledescription', 'carousel');
    root.dataset.drags = '1';
    this.content = make('div', 'a-swiper-track');
    this.dots = make('div', 'a-swiper-dots');
    this.dots.setAttribute('aria-hidden', 'true');
    root.append(this.content, this.dots);
    this.current = 0;
    this.offset = 0;
    this.stop = () => {};
    this.listenDrag(root);
    return root;
  }

  items() {
    return this.children.filter((child) => child instanceof SwiperItem);
  }

  get vertical() {
    return this.boolean('vertical');
  }

  get circular() {
    return this.boolean('circular') && this.items().length > 1;
  }

  shown() {
    return Math.max(1, Math.floor(number(this.props.displayMultipleItems, 1)));
  }

  last() {
    return Math.max(0, this.items().length - this.shown());
  }

  update(changed) {
    this.state('a-swiper-vertical', this.vertical);
    const margin = (name) => {
      const value = number(this.props[name], 0);
      return value ? (/rpx$/.test(this.props[name]) ? (value / 750) * this.view.width : value) + 'px' : '0px';
    };
    this.content.style.setProperty('--a-before', margin('previousMargin'));
    this.content.style.setProperty('--a-after', margin('nextMargin'));
    this.content.style.setProperty('--a-shown', String(this.shown()));
    if (changed.has('current')) {
      const wanted = clamp(Math.floor(number(this.props.current, 0)), 0, Math.max(0, this.items().length - 1));
      if (changed.has('created') || !this.started) this.jump(wanted);
      else if (wanted !== this.current) this.go(wanted, '', this.boolean('disableProgrammaticAnimation'));
    }
    this.started = this.items().length > 0;
    if (this.current > this.last() && this.items().length && !this.circular) this.jump(this.last());
    this.renderDots();
    this.place();
    this.plan();
  }

  renderDots() {
    const count = this.items().length;
    this.dots.hidden = !this.boolean('indicatorDots');
    this.dots.style.setProperty('--a-dot', this.text('indicatorColor'));
    this.dots.style.setProperty('--a-dot-active', this.text('indicatorActiveColor'));
    while (this.dots.childNodes.length > count) this.dots.lastChild.remove();
    while (this.dots.childNodes.length < count) this.dots.append(make('i'));
    this.dots.childNodes.forEach((dot, index) => dot.classList.toggle('a-swiper-dot-active', index === this.current));
  }

  jump(index) {
    this.stop();
    this.current = index;
    this.offset = index;
    this.place();
  }

  place() {
    const items = this.items();
    const count = items.length;
    items.forEach((item, index) => {
      let position = index - this.offset;
      if (this.circular) {
        position = ((((position + count / 2) % count) + count) % count) - count / 2;
        if (count === 2 && position <= -1) position += 2;
      }
      item.root.style.transform = position ? 'translate' + (this.vertical ? 'Y' : 'X') + '(' + position * 100 + '%)' : '';
      const visible = position > -1 && position < this.shown();
      item.root.style.visibility = Math.abs(position) < this.shown() + 1 ? '' : 'hidden';
      item.root.setAttribute('aria-hidden', String(!visible));
      const active = this.text('activeClass');
      if (active) item.state(active, index === this.current);
    });
  }

  // Moves to an index; with circular the short way round.
  go(index, source, instant) {
    const count = this.items().length;
    if (!count) return;
    this.stop();
    const from = this.offset;
    let to = index;
    if (this.circular) to = from + ((((index - from) % count) + count * 1.5) % count) - count / 2;
    if (this.circular && source === 'autoplay' && to < from) to += count;
    const changed = index !== this.current;
    this.current = index;
    this.renderDots();
    if (changed) this.emit('change', { current: index, source });
    const curve = curves[this.props.easingFunction] || easeOut;
    this.stop = animate(
      instant ? 0 : number(this.props.duration, 500),
      (share) => {
        this.offset = from + (to - from) * curve(share);
        this.place();
      },
      () => {
        this.offset = index;
        this.place();
        this.emit('animationEnd', { current: index, source });
      },
    );
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    if (!this.boolean('autoplay') || this.items().length < 2) return;
    this.timer = setTimeout(
      () => {
        if (document.hidden || this.dragging || !this.root.isConnected) return this.plan();
        const next = this.current + 1;
        this.go(next > this.last() || next >= this.items().length ? 0 : next, 'autoplay');
      },
      Math.max(50, number(this.props.interval, 5000)),
    );
  }

  listenDrag(root) {
    let begin = 0;
    let axis = '';
    let time = 0;
    const size = () => {
      const first = this.items()[0];
      return (first ? (this.vertical ? first.root.offsetHeight : first.root.offsetWidth) : 0) || 1;
    };
    drag(root, {
      start: (event) => {
        if (this.boolean('disableTouch') || this.items().length < 2) return false;
        // a swiper inside a swiper's item, or a control that drags by itself, keeps its own gesture
        const inner = event.target.closest('[data-drags]');
        if (inner && inner !== root) return false;
        axis = '';
        time = event.timeStamp;
        begin = this.offset;
      },
      move: (dx, dy) => {
        const along = this.vertical ? dy : dx;
        const across = this.vertical ? dx : dy;
        if (!axis) {
          if (Math.hypot(dx, dy) < 5) return;
          axis = Math.abs(along) >= Math.abs(across) ? 'along' : 'across';
          if (axis === 'along') {
            this.stop();
            this.dragging = true;
            begin = this.offset + along / size();
          }
        }
        if (axis !== 'along') return;
        let offset = begin - along / size();
        if (!this.circular) {
          if (offset < 0) offset /= 3;
          if (offset > this.last()) offset = this.last() + (offset - this.last()) / 3;
        }
        this.offset = offset;
        this.place();
        this.emit(
          'transition',
          this.vertical ? { dx: 0, dy: (offset - this.current) * size() } : { dx: (offset - this.current) * size(), dy: 0 },
        );
      },
      end: (event) => {
        if (axis !== 'along') return;
        this.dragging = false;
        const count = this.items().length;
        const distance = this.offset - this.current;
        const speed = distance / Math.max(1, event.timeStamp - time);
        let next = this.current;
        if (Math.abs(distance) > number(this.props.swipeRatio, 0.2) || Math.abs(speed) * size() > 0.3) {
          const steps = this.boolean('acceleration')
            ? Math.max(1, Math.round(Math.abs(distance) + Math.abs(speed) * 300))
            : Math.max(1, Math.round(Math.abs(distance)));
          next += Math.sign(distance) * steps;
        }
        next = this.circular ? ((next % count) + count) % count : clamp(next, 0, this.last());
        this.go(next, 'touch');
      },
    });
  }

  free() {
    clearTimeout(this.timer);
    this.stop();
  }
}
