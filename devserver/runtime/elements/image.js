// image and cover-image: a box with a picture in one of the documented modes.
import { Element, make } from './element.js';

const modes = [
  'scaleToFill',
  'aspectFit',
  'aspectFill',
  'widthFix',
  'heightFix',
  'top',
  'bottom',
  'center',
  'left',
  'right',
  'top left',
  'top right',
  'bottom left',
  'bottom right',
];

export class Image extends Element {
  build() {
    this.picture = make('img', 'a-image-picture');
    this.picture.draggable = false;
    this.picture.alt = '';
    this.picture.addEventListener('load', () => {
      this.state('a-image-empty', false);
      if (!this.fallback) this.emit('load', { width: this.picture.naturalWidth, height: this.picture.naturalHeight });
    });
    this.picture.addEventListener('error', () => {
      this.state('a-image-empty', true);
      this.emit('error', { errMsg: 'cannot load ' + this.text('src') });
    });
    const root = make('div', '', this.picture);
    root.setAttribute('role', 'img');
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (changed.has('mode') || changed.has('created')) {
      for (const mode of modes) this.states.delete('a-image-' + mode.replace(' ', '-'));
      const mode = modes.indexOf(this.props.mode) >= 0 ? this.props.mode : 'scaleToFill';
      this.state('a-image-' + mode.replace(' ', '-'), true);
    }
    if (changed.has('lazyLoad')) this.picture.loading = this.boolean('lazyLoad') ? 'lazy' : 'eager';
    if (changed.has('src') || changed.has('defaultSource') || changed.has('created')) this.load();
  }

  load() {
    const source = this.view.resolve(this.props.src);
    const fallback = this.view.resolve(this.props.defaultSource);
    this.fallback = !source && !!fallback;
    if (source && fallback) this.picture.style.backgroundImage = 'url("' + fallback.replace(/["\\\n]/g, encodeURIComponent) + '")';
    if (source || fallback) this.picture.src = source || fallback;
    else this.picture.removeAttribute('src');
    this.state('a-image-empty', !(source || fallback));
  }
}

export class CoverImage extends Image {}
