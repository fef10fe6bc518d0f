// A sheet of wheels that slides up from the bottom of the page: the picker's dialog.
import { make } from './dom.js';
import { Wheel } from './wheel.js';

const chinese = /^zh/i.test(navigator.language || '');
const words = chinese ? { done: '确定', cancel: '取消' } : { done: 'Done', cancel: 'Cancel' };

// columns: arrays of labels; value: indexes; turned(column, index) may call setColumn. Resolves with indexes or null.
export function openSheet({ title, columns, value, turned }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const wheels = [];
    const holder = make('div', 'a-sheet-wheels');
    const rows = (labels) => labels.map((label) => make('div', 'a-wheel-row', String(label === null || label === undefined ? '' : label)));
    const addWheel = (labels, index) => {
      const content = make('div', 'a-wheel-rows', ...rows(labels));
      const wheel = new Wheel({ content, rowHeight: () => (content.firstElementChild ? content.firstElementChild.offsetHeight : 40) || 40, changed: (at) => turned && turned(index, at, sheet) });
      holder.append(wheel.root);
      wheels.push(wheel);
    };
    const cancel = make('button', 'a-sheet-button', words.cancel);
    const done = make('button', 'a-sheet-button a-sheet-done', words.done);
    const bar = make('div', 'a-sheet-bar', cancel, make('div', 'a-sheet-title', title || ''), done);
    const body = make('div', 'a-sheet-body', holder, make('div', 'a-picker-mask'), make('div', 'a-picker-indicator'));
    const panel = make('div', 'a-sheet-panel', bar, body);
    const root = make('div', 'a-sheet', make('div', 'a-sheet-shade'), panel);
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-modal', 'true');
    if (title) panel.setAttribute('aria-label', title);
    const sheet = {
      setColumn(index, labels, at) {
        if (!wheels[index]) return;
        wheels[index].content.replaceChildren(...rows(labels));
        wheels[index].set(at === undefined ? wheels[index].index : at);
      },
      indexes: () => wheels.map((wheel) => wheel.index),
      close,
    };
    let open = true;
    function close(result) {
      if (!open) return;
      open = false;
      root.classList.remove('a-sheet-open');
      removeEventListener('keydown', key, true);
      setTimeout(() => root.remove(), 300);
      if (before && before.focus) before.focus({ preventScroll: true });
      resolve(result);
    }
    function key(event) {
      if (event.key === 'Escape') close(null);
    }
    addEventListener('keydown', key, true);
    for (const type of ['touchstart', 'mousedown', 'click']) root.addEventListener(type, (event) => event.stopPropagation());
    root.firstChild.addEventListener('click', () => close(null));
    cancel.addEventListener('click', () => close(null));
    done.addEventListener('click', () => close(sheet.indexes()));
    columns.forEach(addWheel);
    document.body.append(root);
    wheels.forEach((wheel, index) => wheel.set(value[index] || 0));
    requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add('a-sheet-open')));
    done.focus({ preventScroll: true });
  });
}
