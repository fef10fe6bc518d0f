// Mistakes, over everything: what the compiler found, or why the app could not start. Gone when fixed.
import { h, icon } from './dom.js';
import { say } from './strings.js';

// Lines of a code frame: a caret line belongs to the line above it.
export function codeFrame(text) {
  return h(
    'pre',
    { class: 'frame' },
    String(text)
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => {
        const caret = /^\s*(\d+\s*)?\|?\s*[\^~]+.*$/.test(line);
        const gutter = /^(\s*>?\s*\d*\s*\| ?)(.*)$/.exec(line);
        if (!gutter) return h('span', { class: caret ? 'frame-line frame-caret' : 'frame-line' }, line, '\n');
        return h(
          'span',
          { class: caret ? 'frame-line frame-caret' : 'frame-line' },
          h('span', { class: 'frame-gutter' }, gutter[1]),
          gutter[2],
          '\n',
        );
      }),
  );
}

export class Overlay {
  constructor(host) {
    this.root = h('div', { class: 'overlay', role: 'alertdialog', 'aria-live': 'assertive' });
    this.root.hidden = true;
    host.append(this.root);
    this.kind = '';
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.root.hidden) this.hide();
    });
  }

  show(kind, title, cards) {
    this.kind = kind;
    this.root.replaceChildren(
      h(
        'div',
        { class: 'overlay-card' },
        h(
          'header',
          { class: 'overlay-head' },
          h('i', { class: 'overlay-mark' }),
          h('h2', {}, title),
          h('button', { class: 'icon-button', 'aria-label': say('dismiss'), onclick: () => this.hide() }, icon('close', 18)),
        ),
        h('div', { class: 'overlay-list' }, cards),
        h('footer', { class: 'overlay-foot' }, say('fixHint')),
      ),
    );
    this.root.setAttribute('aria-label', title);
    this.root.hidden = false;
  }

  diagnostics(list) {
    const shown = (Array.isArray(list) ? list : []).filter((one) => one && one.severity !== 'note');
    const errors = shown.filter((one) => one.severity !== 'warning');
    if (!errors.length) return this.hide('diagnostics');
    const count = errors.length;
    this.show(
      'diagnostics',
      say(count === 1 ? 'problems' : 'problemsMany', count),
      errors
        .slice(0, 50)
        .map((one) =>
          h(
            'article',
            { class: 'problem' },
            h(
              'div',
              { class: 'problem-where' },
              h('span', { class: 'problem-code' }, one.code || ''),
              h(
                'span',
                { class: 'problem-path' },
                [one.path, one.line, one.column].filter((part) => part !== undefined && part !== null && part !== '').join(':'),
              ),
            ),
            h('p', { class: 'problem-message' }, one.message || ''),
            one.frame ? codeFrame(one.frame) : null,
            one.hint ? h('p', { class: 'problem-hint' }, h('b', {}, say('hint')), one.hint) : null,
          ),
        ),
    );
  }

  failure(title, message, stack, { where, frame } = {}) {
    this.show('failure', title, [
      h(
        'article',
        { class: 'problem' },
        where ? h('div', { class: 'problem-where' }, h('span', { class: 'problem-path' }, where)) : null,
        h('p', { class: 'problem-message' }, String(message || '')),
        frame ? codeFrame(frame) : null,
        stack ? h('pre', { class: 'frame frame-stack' }, String(stack)) : null,
      ),
    ]);
  }

  hide(kind) {
    if (kind && this.kind !== kind) return;
    this.root.hidden = true;
    this.kind = '';
  }
}
