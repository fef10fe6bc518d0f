// page-container: a layer over the page that slides in and out, with the eight documented moments.
import { Element, make } from './element.js';
import { number } from './dom.js';
import { applyInlineStyle } from '../view/inline_style.js';

export class PageContainer extends Element {
  build() {
    this.shade = make('div', 'a-page-container-shade');
    this.content = make('div', 'a-page-container-panel');
    this.content.setAttribute('role', 'dialog');
    this.shade.addEventListener('click', () => this.emit('clickOverlay', {}));
    const root = make('div', '', this.shade, this.content);
    root.hidden = true;
    return root;
  }

  update(changed) {
    if (changed.has('overlayStyle')) applyInlineStyle(this.shade, this.props.overlayStyle, this.view);
    if (changed.has('customStyle')) applyInlineStyle(this.content, this.props.customStyle, this.view);
    if (changed.has('overlay')) this.shade.hidden = !this.boolean('overlay', true);
    if (changed.has('position') || changed.has('created')) {
      for (const side of ['top', 'bottom', 'right', 'center']) this.states.delete('a-page-container-' + side);
      this.state('a-page-container-' + this.text('position', 'bottom'), true);
    }
    if (changed.has('round')) this.state('a-page-container-round', this.boolean('round'));
    const duration = number(this.props.duration, 300);
    this.root.style.zIndex = String(number(this.props.zIndex, 100));
    this.root.style.setProperty('--a-duration', duration + 'ms');
    if (!changed.has('show')) return;
    const show = this.boolean('show');
    if (show === !!this.showing) return;
    this.showing = show;
    if (this.timer) this.emit(show ? 'leaveCancelled' : 'enterCancelled', {});
    clearTimeout(this.timer);
    this.emit(show ? 'beforeEnter' : 'beforeLeave', {});
    if (show) this.root.hidden = false;
    requestAnimationFrame(() => requestAnimationFrame(() => this.state('a-page-container-open', this.showing)));
    this.emit(show ? 'enter' : 'leave', {});
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (!show) this.root.hidden = true;
      this.emit(show ? 'afterEnter' : 'afterLeave', {});
    }, duration);
  }

  free() {
    clearTimeout(this.timer);
  }
}
