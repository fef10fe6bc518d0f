// button: a pressable box. Submits or resets the form around it, or asks the platform for something (open-type).
import { Element, make } from './element.js';

export class Button extends Element {
  get blocksTap() {
    return true;
  }

  build() {
    const root = make('div');
    root.setAttribute('role', 'button');
    root.tabIndex = 0;
    this.hoverStart = 20;
    this.hoverStay = 70;
    return root;
  }

  hoverClass() {
    return this.text('hoverClass', 'button-hover');
  }

  update(changed) {
    if (changed.has('type') || changed.has('created')) {
      for (const type of ['default', 'primary', 'warn', 'ghost']) this.states.delete('a-button-' + type);
      this.state('a-button-' + this.text('type', 'default'), true);
    }
    if (changed.has('size')) this.state('a-button-mini', this.props.size === 'mini');
    if (changed.has('plain') || changed.has('ghost')) this.state('a-button-plain', this.boolean('plain') || this.boolean('ghost'));
    if (changed.has('loading')) this.state('a-button-loading', this.boolean('loading'));
    if (changed.has('disabled')) {
      this.state('a-button-disabled', this.disabled);
      this.root.setAttribute('aria-disabled', String(this.disabled));
      this.root.tabIndex = this.disabled ? -1 : 0;
    }
  }

  activate() {
    if (this.disabled) return true;
    const formType = this.text('formType');
    const form = formType && this.closest((node) => node.collect);
    if (form && formType === 'submit') form.submit(this);
    if (form && formType === 'reset') form.resetAll(this);
    if (this.props.openType === 'share') this.view.post({ t: 'share', id: this.id });
    if (this.props.openType === 'getAuthorize') this.emit('getAuthorize', {});
    return true;
  }
}
