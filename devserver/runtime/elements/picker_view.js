// picker-view and picker-view-column: wheels embedded in the page.
import { Element, make } from './element.js';
import { applyInlineStyle } from '../view/inline_style.js';
import { Wheel } from './wheel.js';

export class PickerViewColumn extends Element {
  build() {
    this.content = make('div', 'a-wheel-rows');
    this.wheel = new Wheel({
      content: this.content,
      rowHeight: () => this.rowHeight(),
      changed: () => this.report('change'),
      started: () => this.report('start'),
    });
    return this.wheel.root;
  }

  rowHeight() {
    const first = this.content.firstElementChild;
    return (first && first.offsetHeight) || 34;
  }

  report(what) {
    const owner = this.closest((node) => node instanceof PickerView);
    if (owner) owner.turned(what);
  }

  update(changed) {
    if (!changed.has('children') && !changed.has('resized') && !changed.has('created')) return;
    this.content.style.setProperty('--a-row', this.rowHeight() + 'px');
    this.wheel.set(this.wheel.index);
    const owner = this.closest((node) => node instanceof PickerView);
    if (owner) owner.measure(this.rowHeight());
  }
}

export class PickerView extends Element {
  build() {
    this.indicator = make('div', 'a-picker-indicator');
    this.mask = make('div', 'a-picker-mask');
    this.content = make('div', 'a-picker-columns');
    return make('div', '', this.content, this.mask, this.indicator);
  }

  columns() {
    return this.descendants((node) => node instanceof PickerViewColumn);
  }

  measure(height) {
    this.root.style.setProperty('--a-row', height + 'px');
  }

  styled() {
    const first = this.columns()[0];
    if (first) this.measure(first.rowHeight());
  }

  update(changed) {
    if (changed.has('indicatorStyle')) applyInlineStyle(this.indicator, this.props.indicatorStyle, this.view);
    if (changed.has('indicatorClass')) this.indicator.className = 'a-picker-indicator ' + this.text('indicatorClass');
    if (changed.has('maskStyle')) applyInlineStyle(this.mask, this.props.maskStyle, this.view);
    if (changed.has('maskClass')) this.mask.className = 'a-picker-mask ' + this.text('maskClass');
    if (changed.has('value') || changed.has('children')) {
      const value = Array.isArray(this.props.value) ? this.props.value : [];
      this.columns().forEach((column, index) => column.wheel.set(value[index] === undefined ? column.wheel.index : value[index]));
    }
  }

  turned(what) {
    if (what === 'start') return this.emit('pickStart', {});
    this.emit('change', { value: this.formValue() });
    this.emit('pickEnd', {});
  }

  formValue() {
    return this.columns().map((column) => column.wheel.index);
  }
}
