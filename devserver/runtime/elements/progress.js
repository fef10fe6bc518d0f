// progress: a bar of percent.
import { Element, make } from './element.js';
import { clamp, number } from './dom.js';

export class Progress extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'progressbar');
    root.setAttribute('aria-valuemin', '0');
    root.setAttribute('aria-valuemax', '100');
    this.bar = make('div', 'a-progress-bar');
    this.track = make('div', 'a-progress-track', this.bar);
    this.info = make('div', 'a-progress-info');
    root.append(this.track, this.info);
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update() {
    const percent = clamp(number(this.props.percent, 0), 0, 100);
    const animated = this.boolean('active') && !this.entered;
    this.bar.classList.toggle('a-progress-active', this.boolean('active'));
    this.track.style.height = number(this.props.strokeWidth, 6) + 'px';
    this.track.style.backgroundColor = this.text('backgroundColor');
    this.bar.style.backgroundColor = this.text('activeColor', this.text('color'));
    this.info.hidden = !this.boolean('showInfo');
    this.info.textContent = percent + '%';
    this.root.setAttribute('aria-valuenow', String(percent));
    const show = () => {
      this.bar.style.width = percent + '%';
    };
    if (!animated) return show();
    this.entered = true;
    this.bar.style.width = '0%';
    requestAnimationFrame(() => requestAnimationFrame(show));
  }
}
