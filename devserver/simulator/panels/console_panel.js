// Everything the app writes with console, newest last; equal neighbours are counted.
import { h, icon } from '../dom.js';
import { codeFrame } from '../overlay.js';
import { say } from '../strings.js';
import { tree } from './tree.js';

const most = 1000;
const groups = { error: 'error', warn: 'warn', log: 'log', info: 'log', debug: 'log' };

export class ConsolePanel {
  constructor() {
    this.id = 'console';
    this.title = say('console');
    this.entries = [];
    this.level = 'all';
    this.words = '';
    this.list = h('div', { class: 'log-list', role: 'log', tabindex: '0' });
    const filter = h('input', {
      class: 'field',
      type: 'search',
      placeholder: say('filter'),
      'aria-label': say('filter'),
      oninput: () => {
        this.words = filter.value.toLowerCase();
        this.refill();
      },
    });
    const levels = [
      ['all', 'all'],
      ['error', 'errors'],
      ['warn', 'warnings'],
      ['log', 'logs'],
    ].map(([level, text]) =>
      h(
        'button',
        {
          class: 'chip',
          'aria-pressed': String(level === 'all'),
          onclick: (event) => {
            this.level = level;
            for (const chip of event.currentTarget.parentNode.children)
              chip.setAttribute('aria-pressed', String(chip === event.currentTarget));
            this.refill();
          },
        },
        say(text),
      ),
    );
    this.root = h(
      'div',
      { class: 'panel-body' },
      h(
        'div',
        { class: 'toolbar' },
        filter,
        h('div', { class: 'chips' }, levels),
        h(
          'button',
          { class: 'icon-button', 'aria-label': say('clear'), title: say('clear'), onclick: () => this.clear() },
          icon('trash', 17),
        ),
      ),
      this.list,
    );
    this.counted = () => {};
    this.refill();
  }

  get badge() {
    return this.entries.reduce((sum, entry) => sum + (entry.level === 'error' ? entry.count : 0), 0);
  }

  // source: where it was written; context: what the app was doing; frame: the lines of the source
  add(level, args, source, { context, frame } = {}) {
    const group = groups[level] || 'log';
    const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
    const last = this.entries[this.entries.length - 1];
    if (last && last.level === group && last.text === text && last.source === source) {
      last.count += 1;
      if (last.node) {
        last.counter.hidden = false;
        last.counter.textContent = String(last.count);
        last.counter.title = say('repeated', last.count);
      }
    } else {
      const entry = { level: group, name: level, args, text, source, context, frame, count: 1, time: new Date() };
      this.entries.push(entry);
      if (this.entries.length > most) {
        const gone = this.entries.shift();
        if (gone.node) gone.node.remove();
      }
      if (this.matches(entry)) this.append(entry);
    }
    this.counted();
    return text;
  }

  matches(entry) {
    return (this.level === 'all' || this.level === entry.level) && (!this.words || entry.text.toLowerCase().includes(this.words));
  }

  append(entry) {
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    if (!this.list.querySelector('.log')) this.list.replaceChildren();
    entry.counter = h('span', { class: 'log-count' }, String(entry.count));
    entry.counter.hidden = entry.count < 2;
    const time = entry.time.toTimeString().slice(0, 8);
    entry.node = h(
      'div',
      { class: 'log log-' + entry.level },
      h(
        'div',
        { class: 'log-args' },
        entry.args.map((arg) => (typeof arg === 'string' ? h('span', { class: 'log-text' }, arg) : tree(null, arg))),
      ),
      h(
        'div',
        { class: 'log-side' },
        entry.counter,
        entry.source ? h('span', { class: 'log-source', title: [entry.source, entry.context].filter(Boolean).join(' · ') }, h('bdi', {}, entry.source)) : null,
        h('time', {}, time),
      ),
      entry.frame ? codeFrame(entry.frame) : null,
    );
    this.list.append(entry.node);
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  refill() {
    const shown = this.entries.filter((entry) => this.matches(entry));
    this.list.replaceChildren(...(shown.length ? [] : [h('p', { class: 'empty' }, say(this.entries.length ? 'noMatch' : 'emptyConsole'))]));
    for (const entry of shown) this.append(entry);
  }

  clear() {
    this.entries = [];
    this.refill();
    this.counted();
  }
}
