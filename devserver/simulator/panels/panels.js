// The side panel: tabs with counts, one body at a time.
import { h } from '../dom.js';
import { say } from '../strings.js';

export class Panels {
  constructor({ panels, selected, chosen }) {
    this.panels = panels;
    this.chosen = chosen;
    this.tabs = panels.map((panel) => {
      const badge = h('span', { class: 'tab-count' });
      badge.hidden = true;
      const tab = h(
        'button',
        {
          class: 'panel-tab',
          role: 'tab',
          id: 'tab-' + panel.id,
          'aria-controls': 'panel-' + panel.id,
          onclick: () => this.select(panel.id),
        },
        panel.title,
        badge,
      );
      if (panel.counted)
        panel.counted = () => {
          badge.hidden = !panel.badge;
          badge.textContent = panel.badge > 99 ? '99+' : String(panel.badge);
        };
      panel.root.id = 'panel-' + panel.id;
      panel.root.setAttribute('role', 'tabpanel');
      panel.root.setAttribute('aria-labelledby', 'tab-' + panel.id);
      return tab;
    });
    const bar = h('div', { class: 'panel-tabs', role: 'tablist', 'aria-label': say('panels') }, this.tabs);
    bar.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const at = (this.tabs.indexOf(document.activeElement) + step + this.tabs.length) % this.tabs.length;
      this.tabs[at].focus();
      this.tabs[at].click();
    });
    this.root = h(
      'aside',
      { class: 'panels', 'aria-label': say('panels') },
      bar,
      panels.map((panel) => panel.root),
    );
    this.select(panels.some((panel) => panel.id === selected) ? selected : panels[0].id);
  }

  select(id) {
    this.panels.forEach((panel, index) => {
      const on = panel.id === id;
      panel.root.hidden = !on;
      this.tabs[index].setAttribute('aria-selected', String(on));
      this.tabs[index].tabIndex = on ? 0 : -1;
      if (panel.shown) panel.shown(on);
      if (on && panel.fill) panel.fill();
    });
    this.chosen(id);
  }
}
