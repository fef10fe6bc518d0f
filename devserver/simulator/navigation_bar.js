// The bar above a page: back, home, title, and the capsule of the container. One per page, so it slides with its page.
import { color, h, icon, isDark } from './dom.js';
import { say } from './strings.js';

const yes = (value) => value === true || value === 'YES' || value === 'yes' || value === 'true' || value === 'always';

export class NavigationBar {
  constructor({ window: config, canGoBack, isHome, actions }) {
    this.backButton = h('button', { class: 'nav-button', 'aria-label': say('back'), onclick: actions.back }, icon('back', 22));
    this.homeButton = h('button', { class: 'nav-button', 'aria-label': say('home'), onclick: actions.home }, icon('home', 20));
    this.titleText = h('span', { class: 'nav-title-text' });
    this.titleImage = h('img', { class: 'nav-title-image', alt: '' });
    this.spinner = h('span', { class: 'nav-spinner', role: 'status' });
    this.title = h('div', { class: 'nav-title', onclick: actions.title }, this.spinner, this.titleImage, this.titleText);
    this.option = h('button', { class: 'nav-button nav-option', 'aria-label': say('menu'), onclick: actions.option });
    this.capsule = h(
      'div',
      { class: 'capsule' },
      h('button', { 'aria-label': say('menu'), onclick: actions.menu }, icon('more', 19)),
      h('i', { class: 'capsule-line' }),
      h('button', { 'aria-label': say('exit'), onclick: actions.exit }, icon('close', 17)),
    );
    this.root = h(
      'header',
      { class: 'nav' },
      h('div', { class: 'nav-left' }, this.backButton, this.homeButton),
      this.title,
      h('div', { class: 'nav-right' }, this.option, this.capsule),
    );
    this.backButton.hidden = !canGoBack;
    this.homeButton.hidden = canGoBack || isHome;
    this.first = config;
    this.spinner.hidden = true;
    this.titleImage.hidden = true;
    this.option.hidden = true;
    this.titleImage.addEventListener('error', () => this.set({ image: '' }));
    this.apply(config);
  }

  apply(config) {
    this.config = config;
    this.transparent = config.transparentTitle === 'always' || config.transparentTitle === 'auto' ? config.transparentTitle : 'none';
    this.root.classList.toggle('nav-over', this.transparent !== 'none');
    this.root.classList.toggle('nav-through', this.transparent !== 'none' && yes(config.titlePenetrate));
    this.background = color(config.titleBarColor, '#ffffff');
    this.titleText.textContent = config.defaultTitle || config.title || '';
    this.setOption(config.optionMenu);
    this.scrolled(0);
  }

  setOption(menu) {
    const source = menu && typeof menu.icon === 'string' ? menu.icon : '';
    this.option.hidden = !source;
    this.option.replaceChildren(...(/^(https?:|data:image\/)/.test(source) ? [h('img', { src: source, alt: '' })] : []));
  }

  // transparentTitle auto fades in over the first screen part.
  scrolled(top) {
    const share = this.transparent === 'none' ? 1 : this.transparent === 'always' ? 0 : Math.max(0, Math.min(1, top / 120));
    const dark =
      share > 0.5
        ? isDark(this.background)
        : this.transparent !== 'none'
          ? this.config.titleColor !== 'black' && isDark(this.background)
          : isDark(this.background);
    this.root.style.setProperty('--nav-color', this.background);
    this.root.style.setProperty('--nav-share', String(share));
    this.root.classList.toggle('nav-light', dark);
  }

  // my.setNavigationBar
  set({ title, backgroundColor, frontColor, image, reset }) {
    if (reset) this.apply(this.first);
    if (title !== undefined && title !== null) this.titleText.textContent = String(title);
    if (backgroundColor) {
      this.background = color(backgroundColor, this.background);
      this.scrolled(0);
    }
    if (frontColor) this.root.classList.toggle('nav-light', /^#?f{3,6}$|white/i.test(String(frontColor)));
    if (image !== undefined) {
      const allowed = /^(https?:|data:image\/)/.test(String(image || ''));
      if (allowed) this.titleImage.src = image;
      this.titleImage.hidden = !allowed;
      this.titleText.hidden = allowed;
    }
  }

  loading(on) {
    this.spinner.hidden = !on;
  }

  hideBackHome() {
    this.homeButton.hidden = true;
  }
}
