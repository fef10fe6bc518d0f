// radio and radio-group.
import { Element, make } from './element.js';
import { makeSvg } from './dom.js';

export class Radio extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'radio');
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
    this.children = nodes;
  }

  group() {
    return this.closest((node) => node instanceof RadioGroup);
  }

  update(changed) {
    if (changed.has('checked')) {
      if (this.boolean('checked')) this.select();
      else this.check(false);
    }
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

  select() {
    const group = this.group();
    if (group) for (const radio of group.radios()) if (radio !== this && radio.checked) radio.check(false);
    this.check(true);
  }

  labelled() {
    this.activate();
  }

  activate() {
    if (this.disabled || this.checked) return true;
    this.select();
    this.emit('change', { value: this.props.value });
    const group = this.group();
    if (group) group.emit('change', { value: this.props.value });
    return true;
  }

  reset() {
    this.check(this.boolean('checked'));
  }
}

export class RadioGroup extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'radiogroup');
    root.addEventListener('keydown', (event) => this.key(event));
    return root;
  }

  radios() {
    return this.descendants((node) => node instanceof Radio);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const radios = this.radios().filter((radio) => !radio.disabled);
    const at = radios.findIndex((radio) => radio.root === event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = radios[(at + step + radios.length) % radios.length];
    next.root.focus();
    next.activate();
  }

  formValue() {
    const chosen = this.radios().find((radio) => radio.checked);
    return chosen ? chosen.props.value : '';
  }
}
