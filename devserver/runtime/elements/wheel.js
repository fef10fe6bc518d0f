// One column of a picker: rows that turn under a fixed line. Drag, fling, mouse wheel, arrow keys; always rests on a row.
import { animate, clamp, drag, easeOut, make } from './dom.js';

const inertia = 180; // ms of the last speed a fling travels on

export class Wheel {
  // content holds the rows; rowHeight() in px; changed(index) when it came to rest somewhere new.
  constructor({ content, rowHeight, changed, started }) {
    this.content = content;
    this.rowHeight = rowHeight;
    this.changed = changed;
    this.root = make('div', 'a-wheel', content);
    this.root.dataset.drags = '1';
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'listbox');
    this.index = 0;
    this.position = 0;
    this.stop = () => {};
    let begin = 0;
    let trail = [];
    drag(this.root, {
      start: (event) => {
        this.stop();
        begin = this.position;
        trail = [[event.timeStamp, event.clientY]];
        if (started) started();
      },
      move: (dx, dy, event) => {
        trail = trail.concat([[event.timeStamp, event.clientY]]).slice(-4);
        const raw = begin - dy / this.rowHeight();
        const limit = this.count() - 1;
        this.turn(raw < 0 ? raw / 3 : raw > limit ? limit + (raw - limit) / 3 : raw);
      },
      end: (event) => {
        const first = trail[0];
        const elapsed = event.timeStamp - first[0];
        if (trail.length < 2) return this.press(event);
        const speed = elapsed > 0 && elapsed < 200 ? (first[1] - event.clientY) / elapsed : 0;
        this.rest(this.position + (speed * inertia) / this.rowHeight());
      },
    });
    let wheeled = 0;
    this.root.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        wheeled += event.deltaY;
        if (Math.abs(wheeled) < 20) return;
        this.rest(this.index + Math.sign(wheeled));
        wheeled = 0;
      },
      { passive: false },
    );
    this.root.addEventListener('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.rest(this.index + step);
    });
  }

  count() {
    return Math.max(1, this.content.children.length);
  }

  // A tap on a row above or below the line turns to it.
  press(event) {
    const rect = this.root.getBoundingClientRect();
    this.rest(this.index + Math.round((event.clientY - rect.top - rect.height / 2) / this.rowHeight()));
  }

  turn(position) {
    this.position = position;
    this.content.style.transform = 'translateY(' + -position * this.rowHeight() + 'px)';
  }

  set(index) {
    this.stop();
    this.index = clamp(Math.floor(index) || 0, 0, this.count() - 1);
    this.turn(this.index);
    this.mark();
  }

  mark() {
    Array.from(this.content.children).forEach((row, at) => row.classList.toggle('a-wheel-chosen', at === this.index));
  }

  rest(position) {
    const target = clamp(Math.round(position), 0, this.count() - 1);
    const from = this.position;
    const before = this.index;
    this.index = target;
    this.stop();
    this.stop = animate(
      Math.min(400, 160 + Math.abs(target - from) * 30),
      (share) => this.turn(from + (target - from) * easeOut(share)),
      () => {
        this.mark();
        if (target !== before) this.changed(target);
      },
    );
  }
}
