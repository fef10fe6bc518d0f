// navigator: a tap goes to another page.
import { Element, make } from './element.js';
import { number } from './dom.js';

export class Navigator extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'link');
    root.tabIndex = 0;
    return root;
  }

  hoverClass() {
    return this.text('hoverClass', 'none');
  }

  activate() {
    this.view.post({
      t: 'navigate',
      openType: this.text('openType', 'navigate'),
      url: this.text('url'),
      delta: number(this.props.delta, 1),
    });
    return true;
  }
}
