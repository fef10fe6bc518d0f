// form: collects the values of the named controls below it.
import { Element } from './element.js';

export class Form extends Element {
  controls() {
    return this.descendants((node) => typeof node.formValue === 'function' && node.text('name') !== '');
  }

  collect() {
    const value = {};
    for (const control of this.controls()) {
      Object.defineProperty(value, control.text('name'), {
        value: control.formValue(),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return value;
  }

  submit(button) {
    const target = button ? { id: button.root.id, tagName: button.tag, dataset: button.dataset } : { id: '', dataset: {} };
    this.emit('submit', { value: this.collect(), buttonTarget: target, formId: '' });
  }

  resetAll(button) {
    for (const control of this.descendants((node) => typeof node.reset === 'function')) control.reset();
    this.emit('reset', { buttonTarget: button ? { id: button.root.id, dataset: button.dataset } : { id: '', dataset: {} } });
  }
}
