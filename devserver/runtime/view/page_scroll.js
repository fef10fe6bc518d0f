// The page's own scrolling: position to the worker once per frame, the bottom once per approach, programmatic jumps.
import { animate, easeOut, number } from '../elements/dom.js';
import { toCss } from './queries.js';

export class PageScroll {
  constructor(view, window_) {
    this.view = view;
    this.distance = number(window_.onReachBottomDistance, 50);
    this.atBottom = false;
    this.scheduled = false;
    this.stop = () => {};
    addEventListener('scroll', () => this.schedule(), { passive: true });
  }

  schedule() {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.report();
    });
  }

  report() {
    const root = document.documentElement;
    const scrollTop = Math.max(0, scrollY);
    this.view.post({ t: 'scroll', scrollTop, scrollHeight: root.scrollHeight });
    this.view.tellHost({ t: 'scroll', scrollTop });
    const near = scrollTop + root.clientHeight >= root.scrollHeight - this.distance && root.scrollHeight > root.clientHeight;
    if (near && !this.atBottom) this.view.post({ t: 'reach-bottom' });
    this.atBottom = near;
  }

  to({ scrollTop, selector, offsetTop, duration, id }) {
    let top = number(scrollTop, 0);
    if (selector) {
      let found = null;
      try {
        found = document.querySelector(toCss(selector));
      } catch (error) {
        found = null;
      }
      if (found) top = scrollY + found.getBoundingClientRect().top + number(offsetTop, 0);
    }
    const from = scrollY;
    this.stop();
    this.stop = animate(
      number(duration, 0),
      (share) => scrollTo(0, from + (top - from) * easeOut(share)),
      () => {
        if (id !== undefined) this.view.post({ t: 'query-result', id, results: [{ scrollTop: scrollY }] });
      },
    );
  }
}
