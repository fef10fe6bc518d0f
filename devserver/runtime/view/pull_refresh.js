// Pull down at the top of the page to refresh, when the page's window has pullRefresh. Works with a finger and with the mouse.
import { make } from '../elements/dom.js';

const threshold = 60;
const held = 52;

export class PullRefresh {
  constructor(view) {
    this.view = view;
    this.enabled = false;
    this.busy = false;
    this.indicator = make('div', 'a-refresh', make('i'), make('i'), make('i'));
    this.indicator.setAttribute('role', 'status');
    document.body.append(this.indicator);
    let from = null;
    const begin = (y) => {
      from = this.enabled && !this.busy && scrollY <= 0 ? y : null;
    };
    const move = (y) => {
      if (from === null) return;
      const distance = y - from;
      if (distance <= 0 || scrollY > 0) return this.show(0);
      this.show(Math.min(110, distance * 0.5));
    };
    const end = () => {
      if (from === null) return;
      from = null;
      if (this.distance >= threshold) this.start('manual');
      else this.show(0, true);
    };
    addEventListener('touchstart', (event) => begin(event.touches[0].clientY), { passive: true });
    addEventListener('touchmove', (event) => move(event.touches[0].clientY), { passive: true });
    addEventListener('touchend', end);
    addEventListener('touchcancel', end);
    addEventListener('mousedown', (event) => event.button === 0 && begin(event.clientY));
    addEventListener('mousemove', (event) => (event.buttons & 1 ? move(event.clientY) : end()));
    addEventListener('mouseup', end);
  }

  show(distance, smooth) {
    this.distance = distance;
    const body = this.view.page.root;
    body.style.transition = smooth ? 'transform .25s' : '';
    body.style.transform = distance ? 'translateY(' + distance + 'px)' : '';
    this.indicator.style.transition = smooth ? 'opacity .25s' : '';
    this.indicator.style.opacity = String(Math.min(1, distance / held));
    this.indicator.classList.toggle('a-refresh-ready', distance >= threshold || this.busy);
  }

  start(from) {
    if (this.busy) return;
    this.busy = true;
    this.show(held, true);
    this.view.tellHost({ t: 'pull-refresh', from });
  }

  stop() {
    this.busy = false;
    this.show(0, true);
  }
}
