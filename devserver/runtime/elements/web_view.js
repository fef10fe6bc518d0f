// web-view: a foreign page over the whole page. The frame is sandboxed into its own origin, so it cannot reach the simulator.
import { Element, make } from './element.js';

export class WebView extends Element {
  build() {
    const frame = (this.frame = make('iframe', 'a-web-view-frame'));
    frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups allow-modals');
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.title = 'web-view';
    this.receive = (event) => {
      if (event.source === frame.contentWindow) this.emit('message', { data: event.data });
    };
    addEventListener('message', this.receive);
    frame.addEventListener('load', () => this.emit('load', { src: this.text('src') }));
    return make('div', '', frame);
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (!changed.has('src')) return;
    const source = this.view.resolve(this.props.src);
    if (/^https?:/i.test(source)) this.frame.src = source;
    else this.frame.removeAttribute('src');
  }

  invoke(method, args) {
    if (method === 'postMessage' && this.frame.contentWindow) this.frame.contentWindow.postMessage(args[0], '*');
  }

  free() {
    removeEventListener('message', this.receive);
  }
}
