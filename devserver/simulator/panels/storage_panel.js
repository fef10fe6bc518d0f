// What the app keeps in storage; values can be looked into and deleted.
import { h, icon } from '../dom.js';
import { say } from '../strings.js';
import { tree } from './tree.js';

export class StoragePanel {
  // remove(key); clear()
  constructor({ storage, remove, clear }) {
    this.id = 'storage';
    this.title = say('storage');
    this.storage = storage;
    this.remove = remove;
    this.list = h('div', { class: 'tree-list' });
    this.root = h(
      'div',
      { class: 'panel-body' },
      h(
        'div',
        { class: 'toolbar' },
        h('span', { class: 'grow' }),
        h('button', { class: 'icon-button', 'aria-label': say('clear'), title: say('clear'), onclick: clear }, icon('trash', 17)),
      ),
      this.list,
    );
    storage.changed = () => this.fill();
    this.fill();
  }

  fill() {
    const values = this.storage.all();
    const keys = Object.keys(values).sort();
    this.list.replaceChildren(
      ...(keys.length
        ? keys.map((key) => {
            let value = values[key];
            try {
              value = JSON.parse(value);
            } catch (error) {
              value = values[key];
            }
            return h(
              'div',
              { class: 'row' },
              h('div', { class: 'grow' }, tree(key, value)),
              h(
                'button',
                { class: 'icon-button', 'aria-label': say('remove') + ' ' + key, title: say('remove'), onclick: () => this.remove(key) },
                icon('trash', 15),
              ),
            );
          })
        : [h('p', { class: 'empty' }, say('emptyStorage'))]),
    );
  }
}
