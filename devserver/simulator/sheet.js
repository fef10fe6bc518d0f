// A sheet of wheels that slides up over the page: what <picker> and my.datePicker show. It lives in the container, not in the page
// frame, so it also covers the navigation and tab bars.
import { Wheel } from '../runtime/elements/wheel.js';
import { h } from './dom.js';
import { say } from './strings.js';

const rowHeight = 40;
const row = (label) => h('div', { class: 'wheel-row' }, String(label === null || label === undefined ? '' : label));

export class WheelSheet {
  // columns: arrays of labels; value: indexes; turned(column, index) after a wheel came to rest; done(indexes | null)
  constructor({ host, title, columns, value, turned, done }) {
    this.done = done;
    this.wheels = [];
    this.before = document.activeElement;
    const holder = h('div', { class: 'wheels' });
    columns.forEach((labels, index) => {
      const content = h('div', { class: 'a-wheel-rows' }, labels.map(row));
      const wheel = new Wheel({ content, rowHeight: () => rowHeight, changed: (at) => turned && turned(index, at) });
      holder.append(wheel.root);
      this.wheels.push(wheel);
    });
    const cancel = h('button', { class: 'wheels-button', onclick: () => this.close(null) }, say('cancel'));
    const confirm = h('button', { class: 'wheels-button wheels-done', onclick: () => this.close(this.indexes()) }, say('confirm'));
    this.root = h(
      'div',
      { class: 'modal modal-sheet' },
      h('div', { class: 'modal-shade', onclick: () => this.close(null) }),
      h(
        'div',
        { class: 'sheet wheels-sheet', role: 'dialog', 'aria-modal': 'true', 'aria-label': title || say('confirm') },
        h('div', { class: 'wheels-bar' }, cancel, h('div', { class: 'wheels-title' }, title || ''), confirm),
        h('div', { class: 'wheels-body' }, holder, h('div', { class: 'wheels-mask' }), h('div', { class: 'wheels-line' })),
      ),
    );
    this.root.addEventListener('keydown', (event) => event.key === 'Escape' && this.close(null));
    host.append(this.root);
    this.wheels.forEach((wheel, index) => wheel.set(value[index] || 0));
    confirm.focus({ preventScroll: true });
  }

  indexes() {
    return this.wheels.map((wheel) => wheel.index);
  }

  setColumn(index, labels, at) {
    const wheel = this.wheels[index];
    if (!wheel) return;
    wheel.content.replaceChildren(...labels.map(row));
    wheel.set(at === undefined ? wheel.index : at);
  }

  close(result) {
    if (!this.done) return;
    const done = this.done;
    this.done = null;
    this.root.inert = true;
    this.root.classList.add('modal-leaving');
    setTimeout(() => this.root.remove(), 200);
    if (this.before && this.before.focus) this.before.focus({ preventScroll: true });
    done(result);
  }
}
