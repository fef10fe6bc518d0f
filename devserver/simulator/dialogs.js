// What the container draws above the page: toast, loading, alert, confirm, prompt, action sheet, picture preview.
import { h, icon } from './dom.js';
import { say } from './strings.js';

export class Dialogs {
  constructor() {
    this.root = h('div', { class: 'dialogs' });
    this.toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    this.root.append(this.toasts);
    this.open = new Set();
  }

  toast({ content, type, duration }) {
    this.hideToast();
    const kind = ['success', 'fail', 'exception'].indexOf(type) >= 0 ? type : '';
    const box = h(
      'div',
      { class: 'toast' + (kind ? ' toast-' + kind : '') },
      kind ? icon(kind, 36) : null,
      content ? h('span', {}, String(content)) : null,
    );
    this.toasts.replaceChildren(box);
    return new Promise((resolve) => {
      this.toastTimer = setTimeout(
        () => {
          this.hideToast();
          resolve({});
        },
        Math.max(0, Number(duration) || 2000),
      );
    });
  }

  hideToast() {
    clearTimeout(this.toastTimer);
    if (!this.loadingShown) this.toasts.replaceChildren();
  }

  loading({ content, delay }) {
    this.hideLoading();
    const show = () => {
      this.loadingShown = true;
      this.toasts.replaceChildren(
        h('div', { class: 'loading-shield' }),
        h('div', { class: 'toast toast-loading' }, h('i', { class: 'spinner' }), content ? h('span', {}, String(content)) : null),
      );
    };
    if (Number(delay) > 0) this.loadingTimer = setTimeout(show, Number(delay));
    else show();
  }

  hideLoading() {
    clearTimeout(this.loadingTimer);
    this.loadingShown = false;
    this.toasts.replaceChildren();
  }

  // Shows a modal box; finish(value) of its buttons answers.
  modal(build, { sheet, dismiss } = {}) {
    return new Promise((resolve) => {
      const before = document.activeElement;
      const entry = {};
      const finish = (value) => {
        if (!this.open.delete(entry)) return;
        layer.classList.add('modal-leaving');
        layer.inert = true;
        setTimeout(() => layer.remove(), 200);
        if (before && before.focus) before.focus({ preventScroll: true });
        resolve(value);
      };
      const box = build(finish);
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-modal', 'true');
      const layer = h(
        'div',
        { class: 'modal' + (sheet ? ' modal-sheet' : '') },
        h('div', { class: 'modal-shade', onclick: dismiss === undefined ? undefined : () => finish(dismiss) }),
        box,
      );
      layer.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && dismiss !== undefined) finish(dismiss);
        if (event.key === 'Tab') this.trap(event, box);
      });
      entry.close = () => finish(dismiss === undefined ? {} : dismiss);
      this.open.add(entry);
      this.root.append(layer);
      const first = box.querySelector('input') || box.querySelector('.dialog-main') || box.querySelector('button');
      if (first) first.focus({ preventScroll: true });
    });
  }

  trap(event, box) {
    const stops = Array.from(box.querySelectorAll('button, input'));
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  box(title, content, input, buttons) {
    return h(
      'div',
      { class: 'dialog', 'aria-label': title || content || '' },
      h(
        'div',
        { class: 'dialog-text' },
        title ? h('div', { class: 'dialog-title' }, String(title)) : null,
        content ? h('div', { class: 'dialog-content' }, String(content)) : null,
        input,
      ),
      h('div', { class: 'dialog-buttons' }, buttons),
    );
  }

  alert({ title, content, message, buttonText, button }) {
    return this.modal((finish) =>
      this.box(title, content || message, null, [
        h('button', { class: 'dialog-main', onclick: () => finish({}) }, String(buttonText || button || say('ok'))),
      ]),
    );
  }

  confirm({ title, content, message, confirmButtonText, okButton, cancelButtonText, cancelButton, confirmColor, cancelColor }) {
    const paint = (button, value) => {
      if (value && CSS.supports('color', value)) button.style.color = value;
      return button;
    };
    return this.modal((finish) =>
      this.box(title, content || message, null, [
        paint(
          h(
            'button',
            { onclick: () => finish({ confirm: false, cancel: true, ok: false }) },
            String(cancelButtonText || cancelButton || say('cancel')),
          ),
          cancelColor,
        ),
        paint(
          h(
            'button',
            { class: 'dialog-main', onclick: () => finish({ confirm: true, cancel: false, ok: true }) },
            String(confirmButtonText || okButton || say('confirm')),
          ),
          confirmColor,
        ),
      ]),
    );
  }

  prompt({ title, message, placeholder, okButtonText, cancelButtonText, align }) {
    const input = h('input', { class: 'dialog-input', type: 'text', placeholder: placeholder || '', 'aria-label': message || title || '' });
    if (align === 'center' || align === 'right') input.style.textAlign = align;
    return this.modal((finish) => {
      const done = () => finish({ ok: true, inputValue: input.value });
      input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.isComposing) done();
      });
      return this.box(title, message, input, [
        h('button', { onclick: () => finish({ ok: false }) }, String(cancelButtonText || say('cancel'))),
        h('button', { class: 'dialog-main', onclick: done }, String(okButtonText || say('confirm'))),
      ]);
    });
  }

  actionSheet({ title, items, btns, cancelButtonText, cancelBtn, destructiveBtnIndex, badges }) {
    const rows = Array.isArray(items) ? items : Array.isArray(btns) ? btns : [];
    const badgeOf = (index) => (Array.isArray(badges) ? badges.find((badge) => badge && badge.index === index) : null);
    return this.modal(
      (finish) =>
        h(
          'div',
          { class: 'sheet', 'aria-label': title || '' },
          h(
            'div',
            { class: 'sheet-rows' },
            title ? h('div', { class: 'sheet-title' }, String(title)) : null,
            rows.map((row, index) => {
              const badge = badgeOf(index);
              return h(
                'button',
                { class: index === destructiveBtnIndex ? 'sheet-row sheet-danger' : 'sheet-row', onclick: () => finish({ index }) },
                String(row && typeof row === 'object' ? row.name || row.text || '' : row),
                badge ? h('span', { class: 'sheet-badge' }, String(badge.text || '')) : null,
              );
            }),
          ),
          h(
            'button',
            { class: 'sheet-row sheet-cancel dialog-main', onclick: () => finish({ index: -1 }) },
            String(cancelButtonText || cancelBtn || say('cancel')),
          ),
        ),
      { sheet: true, dismiss: { index: -1 } },
    );
  }

  picture(source) {
    return this.modal(
      (finish) =>
        h('button', { class: 'picture', 'aria-label': say('preview'), onclick: () => finish({}) }, h('img', { src: source, alt: '' })),
      { dismiss: {} },
    );
  }

  closeAll() {
    this.hideToast();
    this.hideLoading();
    for (const entry of Array.from(this.open)) entry.close();
  }
}
