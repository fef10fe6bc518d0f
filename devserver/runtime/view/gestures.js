// Touch, tap and long-tap, delegated at the document. Real touches come as touch events; a mouse plays one finger.
// tap follows the browser's click, so keyboards and assistive tools tap too; it is dropped when the finger travelled or a
// long tap was answered. The logic side bubbles: an event is sent once, for the innermost node, and only if that node or one
// of its ancestors listens.
const slop = 10; // px a finger may move and still tap
const longTapAfter = 500; // ms

export class Gestures {
  constructor(view, hover) {
    this.view = view;
    this.hover = hover;
    this.gesture = null;
    this.lastTouch = -1e9;
    const on = (type, handle) => document.addEventListener(type, handle, { passive: true });
    on('touchstart', (event) => this.touch('touchStart', event));
    on('touchmove', (event) => this.touch('touchMove', event));
    on('touchend', (event) => this.touch('touchEnd', event));
    on('touchcancel', (event) => this.touch('touchCancel', event));
    on('mousedown', (event) => event.button === 0 && this.mouse('touchStart', event));
    on('mousemove', (event) => this.mouse('touchMove', event));
    on('mouseup', (event) => this.mouse('touchEnd', event));
    addEventListener('blur', () => this.gesture && this.gesture.mouse && this.finish('touchCancel'));
    document.addEventListener('click', (event) => this.click(event));
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('contextmenu', (event) => {
      if (this.gesture) event.preventDefault(); // a long press on a phone must not open the browser's menu
    });
    for (const [native, type] of [
      ['transitionend', 'transitionEnd'],
      ['animationstart', 'animationStart'],
      ['animationiteration', 'animationIteration'],
      ['animationend', 'animationEnd'],
    ]) {
      document.addEventListener(native, (event) => {
        const node = view.byDom.get(event.target);
        if (node && node.events.has(type))
          view.emit(node, type, { elapsedTime: event.elapsedTime, propertyName: event.propertyName, animationName: event.animationName });
      });
    }
  }

  heard(node, type) {
    for (let at = node; at; at = at.parent) if (at.events.has(type)) return true;
    return false;
  }

  point(touch, identifier) {
    return { identifier, clientX: touch.clientX, clientY: touch.clientY, pageX: touch.pageX, pageY: touch.pageY };
  }

  send(type, node, points) {
    if (!this.heard(node, type)) return;
    const point = points.changed[0] || {};
    this.view.emit(
      node,
      type,
      { clientX: point.clientX, clientY: point.clientY, pageX: point.pageX, pageY: point.pageY },
      { touches: points.touches, changedTouches: points.changed },
    );
  }

  touch(type, event) {
    this.lastTouch = event.timeStamp;
    const list = (touches) => Array.from(touches).map((touch) => this.point(touch, touch.identifier));
    const points = { touches: list(event.touches), changed: list(event.changedTouches) };
    this.step(type, event.target, points, event.touches.length);
  }

  mouse(type, event) {
    if (event.timeStamp - this.lastTouch < 800) return; // browsers repeat a touch as mouse events
    if (type !== 'touchStart' && !(this.gesture && this.gesture.mouse)) return;
    if (type === 'touchMove' && !(event.buttons & 1)) return this.finish('touchCancel');
    const point = this.point(event, 0);
    this.step(type, event.target, { touches: type === 'touchEnd' ? [] : [point], changed: [point] }, type === 'touchEnd' ? 0 : 1);
    if (type === 'touchStart' && this.gesture) this.gesture.mouse = true;
  }

  step(type, target, points, left) {
    if (type === 'touchStart') {
      const node = this.view.nodeOf(target);
      if (!node) return;
      if (!this.gesture) this.begin(node, points.changed[0]);
      this.send(type, this.gesture.node, points);
      return;
    }
    const gesture = this.gesture;
    if (!gesture) return;
    const point = points.changed[0];
    gesture.last = points;
    if (type === 'touchMove' && point && !gesture.moved && Math.hypot(point.clientX - gesture.x, point.clientY - gesture.y) > slop) {
      gesture.moved = true;
      clearTimeout(gesture.timer);
      this.hover.cancel();
    }
    this.send(type, gesture.node, points);
    if (left === 0 && (type === 'touchEnd' || type === 'touchCancel')) this.end();
  }

  begin(node, point) {
    const gesture = { node, x: point.clientX, y: point.clientY, moved: false, long: false, last: null };
    gesture.timer = setTimeout(() => {
      if (gesture.moved || !this.heard(node, 'longTap')) return;
      gesture.long = true;
      this.send('longTap', node, { touches: [point], changed: [point] });
    }, longTapAfter);
    this.gesture = gesture;
    this.finished = null;
    this.hover.press(node);
  }

  end() {
    clearTimeout(this.gesture.timer);
    this.finished = this.gesture;
    this.gesture = null;
    this.hover.release();
  }

  finish(type) {
    const gesture = this.gesture;
    const last = gesture.last ? gesture.last.changed : [];
    this.send(type, gesture.node, { touches: [], changed: last });
    this.end();
  }

  click(event) {
    const finished = event.detail === 0 ? null : this.finished;
    this.finished = null;
    if (finished && (finished.moved || finished.long)) return;
    const node = this.view.nodeOf(event.target);
    if (!node) return;
    for (let at = node; at; at = at.parent) if (at.blocksTap && at.disabled) return;
    const point = this.point(event, 0);
    this.send('tap', node, { touches: [], changed: [point] });
    for (let at = node; at; at = at.parent) if (at.activate && at.activate(event) !== false) return;
  }

  // Everything tappable is reachable with Tab and answers Enter and Space, as a native button does.
  key(event) {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const target = event.target;
    if (/^(input|textarea|select|button|a|iframe|video)$/i.test(target.tagName) || target.isContentEditable) return;
    const node = this.view.byDom.get(target);
    if (!node || (!node.activate && !node.events.has('tap'))) return;
    event.preventDefault();
    target.click();
  }
}
