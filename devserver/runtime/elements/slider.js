// slider: one number between min and max in steps.
import { Element, make } from './element.js';
import { clamp, drag, number } from './dom.js';

export class Slider extends Element {
  build() {
    const root = make('div');
    this.fill = make('div', 'a-slider-fill');
    this.handle = make('div', 'a-slider-handle');
    this.handle.tabIndex = 0;
    this.handle.setAttribute('role', 'slider');
    this.track = make('div', 'a-slider-track', this.fill, this.handle);
    this.area = make('div', 'a-slider-area', this.track);
    this.area.dataset.drags = '1';
    this.label = make('div', 'a-slider-value');
    root.append(this.area, this.label);
    this.value = 0;
    drag(this.area, {
      start: (event) => {
        if (this.disabled) return false;
        this.before = this.value;
        this.follow(event);
        this.state('a-slider-dragging', true);
      },
      move: (dx, dy, event) => this.follow(event),
      end: () => {
        this.state('a-slider-dragging', false);
        if (this.value !== this.before) this.emit('change', { value: this.value });
      },
    });
    this.handle.addEventListener('keydown', (event) => this.key(event));
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  range() {
    const min = number(this.props.min, 0);
    return { min, max: Math.max(min, number(this.props.max, 100)), step: Math.max(1e-9, number(this.props.step, 1)) };
  }

  snap(value) {
    const { min, max, step } = this.range();
    const digits = (String(step).split('.')[1] || '').length;
    return clamp(Number((min + Math.round((value - min) / step) * step).toFixed(digits)), min, max);
  }

  update(changed) {
    if (['value', 'min', 'max', 'step', 'created'].some((name) => changed.has(name)))
      this.value = this.snap(number(this.props.value, this.range().min));
    const style = this.area.style;
    style.setProperty('--a-active', this.text('activeColor', this.text('color')));
    style.setProperty('--a-background', this.text('backgroundColor'));
    style.setProperty('--a-handle', this.text('handleColor'));
    style.setProperty('--a-track-size', number(this.props.trackSize, 4) + 'px');
    style.setProperty('--a-handle-size', number(this.props.handleSize, 22) + 'px');
    this.state('a-disabled', this.disabled);
    this.label.hidden = !this.boolean('showValue');
    this.show();
  }

  show() {
    const { min, max } = this.range();
    this.track.style.setProperty('--a-share', String(max > min ? (this.value - min) / (max - min) : 0));
    this.label.textContent = String(this.value);
    this.handle.setAttribute('aria-valuemin', String(min));
    this.handle.setAttribute('aria-valuemax', String(max));
    this.handle.setAttribute('aria-valuenow', String(this.value));
  }

  move(value) {
    const next = this.snap(value);
    if (next === this.value) return;
    this.value = next;
    this.show();
    this.emit('changing', { value: next });
  }

  follow(event) {
    const rect = this.track.getBoundingClientRect();
    const { min, max } = this.range();
    this.move(min + clamp((event.clientX - rect.left) / (rect.width || 1), 0, 1) * (max - min));
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step || this.disabled) return;
    event.preventDefault();
    const before = this.value;
    this.move(this.value + step * this.range().step);
    if (this.value !== before) this.emit('change', { value: this.value });
  }

  formValue() {
    return this.value;
  }

  reset() {
    this.value = this.snap(number(this.props.value, this.range().min));
    this.show();
  }
}
