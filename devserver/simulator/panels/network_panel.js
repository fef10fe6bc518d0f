// Every my.request: status, time, size; a row opens to headers and bodies.
import { h, icon } from '../dom.js';
import { say } from '../strings.js';
import { tree } from './tree.js';

const size = (count) => (count < 1024 ? say('bytes', count) : say('kilobytes', (count / 1024).toFixed(1)));

function body(text) {
  if (typeof text !== 'string' || !text) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    return text.length > 4000 ? text.slice(0, 4000) + '…' : text;
  }
}

export class NetworkPanel {
  constructor({ network }) {
    this.id = 'network';
    this.title = say('network');
    this.network = network;
    this.list = h('div', { class: 'call-list' });
    this.root = h(
      'div',
      { class: 'panel-body' },
      h(
        'div',
        { class: 'toolbar' },
        h('span', { class: 'grow' }),
        h(
          'button',
          { class: 'icon-button', 'aria-label': say('clear'), title: say('clear'), onclick: () => network.clear() },
          icon('trash', 17),
        ),
      ),
      this.list,
    );
    this.nodes = new Map();
    network.changed = () => this.fill();
    this.fill();
  }

  fill() {
    const { records } = this.network;
    if (!records.length) {
      this.nodes.clear();
      this.list.replaceChildren(h('p', { class: 'empty' }, say('emptyNetwork')));
      return;
    }
    if (!this.nodes.size) this.list.replaceChildren();
    for (const record of records) {
      const known = this.nodes.get(record);
      if (known && known.state === record.state) continue;
      const node = this.row(record);
      if (known) known.node.replaceWith(node);
      else this.list.append(node);
      this.nodes.set(record, { node, state: record.state });
    }
  }

  row(record) {
    const status = record.state === 'pending' ? say('pending') : record.state === 'failed' ? say('failed') : String(record.status);
    const kind = record.state === 'failed' || record.status >= 400 ? 'bad' : record.state === 'pending' ? 'dim' : 'good';
    return h(
      'details',
      { class: 'call' },
      h(
        'summary',
        {},
        h('span', { class: 'call-status call-' + kind }, status),
        h('span', { class: 'call-method' }, record.method),
        h('span', { class: 'call-name', title: record.url }, record.url),
        h('span', { class: 'call-time' }, record.state === 'pending' ? '' : record.duration + ' ms · ' + size(record.size)),
      ),
      record.error ? h('p', { class: 'call-error' }, record.error) : null,
      tree(say('request'), { headers: record.requestHeaders, body: body(record.body) }),
      record.state === 'done' ? tree(say('response'), { headers: record.responseHeaders, body: body(record.response) }, true) : null,
    );
  }
}
