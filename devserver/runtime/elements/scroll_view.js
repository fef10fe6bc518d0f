// scroll-view: a box that scrolls in one or both directions and reports its edges.
import { Element, make } from './element.js';
import { animate, easeOut, number } from './dom.js';

export class ScrollView extends Element {
  build() {
    const root = make('div');
    this.near = { upper: true, lower: false };
    root.addEventListener('scroll', () => this.schedule(), { passive: true });
    this.stop = () => {};
    return root;
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
    const { scrollLeft, scrollTop, scrollHeight, scrollWidth, clientHeight, clientWidth } = this.root;
    this.emit('scroll', { scrollLeft, scrollTop, scrollHeight, scrollWidth });
    const vertical = this.boolean('scrollY');
    const at = vertical ? scrollTop : scrollLeft;
    const rest = vertical ? scrollHeight - clientHeight - scrollTop : scrollWidth - clientWidth - scrollLeft;
    const upper = at <= number(this.props.upperThreshold, 50);
    const lower = rest <= number(this.props.lowerThreshold, 50);
    if (upper && !this.near.upper) this.emit('scrollToUpper', { direction: vertical ? 'top' : 'left' });
    if (lower && !this.near.lower) this.emit('scrollToLower', { direction: vertical ? 'bottom' : 'right' });
    this.near = { upper, lower };
  }

  update(changed) {
    if (changed.has('scrollX')) this.state('a-scroll-x', this.boolean('scrollX'));
    if (changed.has('scrollY')) this.state('a-scroll-y', this.boolean('scrollY'));
    if (changed.has('trapScroll')) this.state('a-scroll-trap', this.boolean('trapScroll'));
    const into = this.text('scrollIntoView');
    if (changed.has('scrollIntoView') && into) {
      const target = this.view.byId(into);
      if (target && this.root.contains(target.root)) {
        const own = this.root.getBoundingClientRect();
        const rect = target.root.getBoundingClientRect();
        this.to(
          this.root.scrollTop + rect.top - own.top - this.root.clientTop,
          this.root.scrollLeft + rect.left - own.left - this.root.clientLeft,
        );
        return;
      }
    }
    if (changed.has('scrollTop') || changed.has('scrollLeft')) {
      this.to(
        changed.has('scrollTop') ? number(this.props.scrollTop, this.root.scrollTop) : this.root.scrollTop,
        changed.has('scrollLeft') ? number(this.props.scrollLeft, this.root.scrollLeft) : this.root.scrollLeft,
      );
    }
  }

  to(top, left) {
    this.stop();
    const fromTop = this.root.scrollTop;
    const fromLeft = this.root.scrollLeft;
    const smooth = this.boolean('scrollWithAnimation');
    this.stop = animate(smooth ? number(this.props.scrollAnimationDuration, 300) : 0, (share) => {
      this.root.scrollTop = fromTop + (top - fromTop) * easeOut(share);
      this.root.scrollLeft = fromLeft + (left - fromLeft) * easeOut(share);
    });
  }

  invoke(method, args) {
    const target = args[0] || {};
    if (method === 'scrollTo')
      this.to(
        number(target.scrollTop !== undefined ? target.scrollTop : target.top, this.root.scrollTop),
        number(target.scrollLeft !== undefined ? target.scrollLeft : target.left, this.root.scrollLeft),
      );
  }

  free() {
    this.stop();
  }
}
