// The data of every open page and its components, asked from the worker while the panel is shown.
import { h, icon } from '../dom.js';
import { say } from '../strings.js';
import { openKeys, reopen, tree } from './tree.js';

const every = 1000; // ms

export class DataPanel {
  constructor({ inspect }) {
    this.id = 'data';
    this.title = say('data');
    this.inspect = inspect;
    this.list = h('div', { class: 'tree-list' });
    this.root = h(
      'div',
      { class: 'panel-body' },
      h(
        'div',
        { class: 'toolbar' },
        h('span', { class: 'grow' }),
        h(
          'button',
          { class: 'icon-button', 'aria-label': say('refresh'), title: say('refresh'), onclick: () => this.refresh(true) },
          icon('reload', 17),
        ),
      ),
      this.list,
    );
    this.last = '';
  }

  shown(on) {
    clearInterval(this.timer);
    if (!on) return;
    this.refresh(true);
    this.timer = setInterval(() => this.refresh(false), every);
  }

  async refresh(force) {
    const answer = await this.inspect();
    const pages = answer && Array.isArray(answer.pages) ? answer.pages : [];
    const text = JSON.stringify(pages);
    if (text === this.last && !force) return;
    this.last = text;
    const opened = openKeys(this.list);
    const fresh = !this.list.querySelector('details');
    this.list.replaceChildren(
      ...(pages.length
        ? pages.map((page, index) => {
            const query = page.query && Object.keys(page.query).length ? '?' + new URLSearchParams(page.query) : '';
            const node = h(
              'details',
              { class: 'card', 'data-key': page.path + index },
              h('summary', {}, h('b', {}, page.path), h('span', { class: 'v-dim' }, query)),
              tree('data', page.data || {}, true),
              (page.components || []).map((component) =>
                tree(say('component') + ' ' + (component.is || ''), { props: component.props, data: component.data }),
              ),
            );
            node.open = index === pages.length - 1;
            return node;
          })
        : [h('p', { class: 'empty' }, say('emptyData'))]),
    );
    if (!fresh) reopen(this.list, opened);
  }
}
