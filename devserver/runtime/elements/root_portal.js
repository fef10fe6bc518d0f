// root-portal: its children live at the end of the page, free of every ancestor's clipping and stacking.
import { Element, make } from './element.js';

export class RootPortal extends Element {
  build() {
    const root = make('div');
    root.style.display = 'none';
    this.content = make('div', 'a-root-portal-content');
    document.body.append(this.content);
    return root;
  }

  styled() {
    this.root.style.display = 'none';
  }

  update(changed) {
    if (!changed.has('enable')) return;
    const out = this.boolean('enable', true);
    this.root.style.display = out ? 'none' : '';
    (out ? document.body : this.root).append(this.content);
  }

  free() {
    this.content.remove();
  }
}
