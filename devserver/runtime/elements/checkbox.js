// checkbox and checkbox-group.
import { Element, make } from './element.js';
import { makeSvg } from './dom.js';

export class Checkbox extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'checkbox');
    root.setAttribute('aria-checked', 'false');
    root.tabIndex = 0;
    root.append(
      makeSvg('0 0 22 22', [
        {
          d: 'M6 11.4l3.4 3.3L16 8',
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': '2',
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        },
      ]),
    );
    this.checked = false;
    return root;
  }

  setChildren(nodes) {
    this.children = nodes; // a checkbox shows nothing but its mark
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
    this.check(!this.checked);
    this.emit('change', { value: this.checked });
    const group = this.closest((node) => node.checkboxChanged);
    if (group) group.checkboxChanged();
    return true;
  }

  formValue() {
    return this.checked;
  }

  reset() {
    this.check(this.boolean('checked'));
  }
}

export class CheckboxGroup extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'group');
    return root;
  }

  formValue() {
    return this.descendants((node) => node instanceof Checkbox && node.checked).map((node) => node.props.value);
  }

  checkboxChanged() {
    this.emit('change', { value: this.formValue() });
  }
}
