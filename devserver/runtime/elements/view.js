// view, cover-view, the page itself, and tags nobody knows.
import { Element, make } from './element.js';

export class View extends Element {
  update(changed) {
    if (changed.has('disableScroll')) this.root.classList.toggle('a-no-scroll', this.boolean('disableScroll'));
  }
}

export class CoverView extends Element {
  update(changed) {
    if (changed.has('penetrateGuesture')) this.root.style.pointerEvents = this.boolean('penetrateGuesture') ? 'none' : '';
  }
}

export class Page extends Element {
  build() {
    return make('div', 'tiny-page');
  }
}

export class Unknown extends Element {
  build() {
    const root = make('div');
    root.style.display = 'contents';
    return root;
  }

  styled() {
    this.root.style.display = 'contents';
  }
}
