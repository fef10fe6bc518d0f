// switch: on or off. With controlled it shows exactly what setData says.
import { Element, make } from './element.js';

export class Switch extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'switch');
    root.setAttribute('aria-checked', 'false');
    root.tabIndex = 0;
    root.append(make('div', 'a-switch-knob'));
    this.checked = false;
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (changed.has('checked')) this.check(this.boolean('checked'));
    if (changed.has('color')) this.styled();
    if (changed.has('disabled')) {
      this.state('a-disabled', this.disabled);
      this.root.setAttribute('aria-disabled', String(this.disabled));
    }
  }

  styled() {
    this.root.style.setProperty('--a-color', this.text('color', ''));
  }

  check(on) {
    this.checked = on;
    this.state('a-checked', on);
    this.root.setAttribute('aria-checked', String(on));
  }

  labelled() {
    this.activate();
  }

  activate() {
    if (this.disabled) return true;
    const next = !this.checked;
    if (!this.boolean('controlled')) this.check(next);
    this.emit('change', { value: next });
    return true;
  }

  formValue() {
    return this.checked;
  }

  reset() {
    this.check(this.boolean('checked'));
  }
}
