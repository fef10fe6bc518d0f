// The tab bar at the bottom of tab pages.
import { color, h } from './dom.js';

export class TabBar {
  // resource(path) -> URL below ./app/; click(index)
  constructor({ tabBar, resource, click }) {
    this.resource = resource;
    this.items = (tabBar && Array.isArray(tabBar.items) ? tabBar.items : []).map((item, index) => {
      const picture = h('img', { class: 'tab-icon', alt: '', draggable: 'false' });
      const name = h('span', { class: 'tab-name' });
      const badge = h('span', { class: 'tab-badge' });
      badge.hidden = true;
      const root = h(
        'button',
        { class: 'tab', role: 'tab', 'aria-selected': 'false', onclick: () => click(index) },
        h('span', { class: 'tab-picture' }, picture, badge),
        name,
      );
      return { root, picture, name, badge, config: Object.assign({}, item) };
    });
    this.root = h(
      'nav',
      { class: 'tab-bar', role: 'tablist' },
      this.items.map((item) => item.root),
    );
    this.selected = -1;
    this.style(tabBar || {});
    this.items.forEach((item) => this.draw(item));
  }

  style({ textColor, color: plain, selectedColor, backgroundColor, borderStyle }) {
    const set = (name, value, fallback) => {
      const now = color(value, fallback);
      if (now) this.root.style.setProperty(name, now);
    };
    set('--tab-text', textColor !== undefined ? textColor : plain);
    set('--tab-selected', selectedColor);
    set('--tab-background', backgroundColor);
    if (borderStyle) this.root.classList.toggle('tab-bar-plain', borderStyle === 'white');
  }

  path(index) {
    const item = this.items[index];
    return item ? String(item.config.tag || item.config.launchParamsTag || item.config.pagePath || '') : '';
  }

  draw(item) {
    const active = this.items.indexOf(item) === this.selected;
    const source = (active && item.config.activeIcon) || item.config.icon;
    if (source) item.picture.src = this.resource(source);
    item.picture.hidden = !source;
    item.name.textContent = item.config.name || item.config.text || '';
    item.root.classList.toggle('tab-selected', active);
    item.root.setAttribute('aria-selected', String(active));
  }

  select(index) {
    this.selected = index;
    this.items.forEach((item) => this.draw(item));
  }

  // text: a number or short text; '' is the red dot; null removes it
  badge(index, text) {
    const item = this.items[index];
    if (!item) return false;
    item.badge.hidden = text === null;
    item.badge.classList.toggle('tab-dot', text === '');
    item.badge.textContent = text === null ? '' : /^\d{3,}$/.test(String(text)) ? '99+' : String(text);
    return true;
  }

  change(index, { text, iconPath, selectedIconPath }) {
    const item = this.items[index];
    if (!item) return false;
    if (text !== undefined) item.config.name = text;
    if (iconPath) item.config.icon = iconPath;
    if (selectedIconPath) item.config.activeIcon = selectedIconPath;
    this.draw(item);
    return true;
  }
}
