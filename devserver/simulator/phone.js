// The phone on the stage: bezel, status bar, and the screen the sessions live in. Scaled to fit the space there is.
import { tabBarHeight, titleBarHeight } from './devices.js';
import { h } from './dom.js';

const bezel = 11;

export class Phone {
  constructor({ stage, device, zoom }) {
    this.stage = stage;
    this.time = h('span', { class: 'status-time' });
    this.statusBar = h(
      'div',
      { class: 'status-bar', 'aria-hidden': 'true' },
      this.time,
      h(
        'span',
        { class: 'status-icons' },
        h('i', { class: 'status-signal' }),
        h('i', { class: 'status-wifi' }),
        h('i', { class: 'status-battery' }),
      ),
    );
    this.screen = h('div', { class: 'screen' });
    this.cut = h('div', { class: 'cut', 'aria-hidden': 'true' });
    this.gesture = h('div', { class: 'gesture', 'aria-hidden': 'true' });
    this.body = h('div', { class: 'phone' }, h('div', { class: 'glass' }, this.screen, this.statusBar, this.cut, this.gesture));
    this.holder = h('div', { class: 'phone-holder' }, this.body);
    stage.append(this.holder);
    this.zoom = zoom || 'fit';
    this.set(device);
    this.tick();
    setInterval(() => this.tick(), 10000);
    new ResizeObserver(() => this.fit()).observe(stage);
  }

  tick() {
    const now = new Date();
    this.time.textContent = now.getHours() + ':' + String(now.getMinutes()).padStart(2, '0');
  }

  set(device) {
    this.device = device;
    const { width, height, top, bottom, radius, cut, platform } = this.device;
    const style = this.body.style;
    style.setProperty('--width', width + 'px');
    style.setProperty('--height', height + 'px');
    style.setProperty('--top', top + 'px');
    style.setProperty('--bottom', bottom + 'px');
    style.setProperty('--radius', radius + 'px');
    style.setProperty('--title', titleBarHeight(this.device) + 'px');
    style.setProperty('--tabs', tabBarHeight + 'px');
    this.body.dataset.cut = cut;
    this.body.dataset.platform = platform;
    this.fit();
  }

  // Every edge falls on a whole pixel of the screen, or a light line shows between bezel and page.
  fit() {
    const { width, height } = this.device;
    const roomX = (this.stage.clientWidth - 48) / (width + bezel * 2);
    const roomY = (this.stage.clientHeight - 40) / (height + bezel * 2);
    const wanted = this.zoom === 'fit' ? Math.max(0.3, Math.min(roomX, roomY, 1)) : Number(this.zoom);
    const scale = Math.floor(width * wanted) / width;
    const edge = Math.round(bezel * scale);
    this.scale = scale;
    this.stage.classList.toggle('stage-scroll', this.zoom !== 'fit');
    this.body.style.setProperty('--bezel', edge / scale + 'px');
    this.body.style.transform = scale === 1 ? '' : 'scale(' + scale + ')';
    const even = (size, room) => size + ((room - size) % 2 ? 1 : 0);
    this.holder.style.width = even(Math.round(width * scale) + edge * 2, this.stage.clientWidth) + 'px';
    this.holder.style.height = even(Math.round(height * scale) + edge * 2, this.stage.clientHeight) + 'px';
  }

  setZoom(zoom) {
    this.zoom = zoom;
    this.fit();
  }

  // Status bar text follows the top page's bar.
  light(on) {
    this.statusBar.classList.toggle('status-light', on);
  }
}
