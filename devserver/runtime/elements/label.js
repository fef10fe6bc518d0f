// label: a tap on it is a tap on its control: the one named by `for`, or the first one inside.
import { Element, make } from './element.js';

export class Label extends Element {
  build() {
    return make('div');
  }

  control() {
    const id = this.text('for');
    if (id) return this.view.byId(id);
    return this.descendants((node) => node.labelled)[0] || null;
  }

  activate(event) {
    const control = this.control();
    if (!control || !control.labelled || control.disabled) return false;
    if (!control.root.contains(event.target)) control.labelled();
    return true;
  }
}
