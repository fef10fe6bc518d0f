// What the app asked the phone for, with the answers. A call nobody answered shows the lines to put into the mock file.
import { copyText, h, icon } from '../dom.js';
import { say } from '../strings.js';
import { tree } from './tree.js';

export class JsapiPanel {
  constructor({ calls }) {
    this.id = 'jsapi';
    this.title = say('jsapi');
    this.calls = calls; // () -> the current session's Calls
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
          { class: 'icon-button', 'aria-label': say('clear'), title: say('clear'), onclick: () => this.calls() && this.calls().clear() },
          icon('trash', 17),
        ),
      ),
      this.list,
    );
    this.nodes = new Map();
    this.fill();
  }

  fill() {
    const calls = this.calls();
    const records = calls ? calls.records : [];
    for (const record of this.nodes.keys()) {
      if (records.indexOf(record) >= 0) continue;
      this.nodes.get(record).node.remove();
      this.nodes.delete(record);
    }
    if (!records.length) {
      this.list.replaceChildren(h('p', { class: 'empty' }, say('emptyJsapi')));
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
    const kind = record.state === 'failed' ? 'bad' : record.state === 'pending' ? 'dim' : 'good';
    const status = record.state === 'pending' ? say('pending') : record.state === 'failed' ? say('failed') : 'ok';
    return h(
      'details',
      { class: 'call' },
      h(
        'summary',
        {},
        h('span', { class: 'call-status call-' + kind }, status),
        h('span', { class: 'call-name' }, record.name),
        record.mocked ? h('span', { class: 'call-tag' }, say('mocked')) : null,
        h('span', { class: 'call-time' }, record.state === 'pending' ? '' : record.duration + ' ms'),
      ),
      record.unknown ? this.mockHint(record) : null,
      tree(say('params'), record.params === undefined ? {} : record.params, true),
      record.state === 'pending' ? null : tree(say('result'), record.result, true),
    );
  }

  mockHint(record) {
    const text = JSON.stringify({ [record.name]: { success: true } }, null, 2);
    return h(
      'div',
      { class: 'mock-hint' },
      h('p', {}, say('createMock')),
      h(
        'div',
        { class: 'mock-code' },
        h('pre', {}, text),
        h(
          'button',
          { class: 'icon-button', 'aria-label': say('copy'), title: say('copy'), onclick: () => copyText(text) },
          icon('copy', 15),
        ),
      ),
    );
  }
}
