// Entry of the page frame. The simulator loads page.html in one iframe per page, then sends
//   {t:'init', pageId, path, base, window, scrollTop?} + a MessagePort to the logic worker.
import { View } from './view/view.js';
import { Gestures } from './view/gestures.js';
import { Hover } from './view/hover.js';
import { answerQuery, Appearance, Observers } from './view/queries.js';
import { PageScroll } from './view/page_scroll.js';
import { answerSheet } from './view/sheet.js';
import { PullRefresh } from './view/pull_refresh.js';
import { enableDragScroll } from './view/drag_scroll.js';

function start(init, port) {
  const tellHost = (message) =>
    parent.postMessage(Object.assign({ mpaas: 1, pageId: init.pageId }, message), location.origin === 'null' ? '*' : location.origin);
  const view = new View({ base: init.base, path: init.path, post: (message) => port.postMessage(message), tellHost });
  const hover = new Hover();
  const scroll = new PageScroll(view, init.window || {});
  const refresh = new PullRefresh(view);
  const observers = new Observers(view);
  view.gestures = new Gestures(view, hover);
  view.appearance = new Appearance(view);
  enableDragScroll();

  const setWindow = (config) => {
    refresh.enabled = config.pullRefresh === true || config.pullRefresh === 'YES' || config.pullRefresh === 'true';
    document.documentElement.style.backgroundColor = config.backgroundColor || '';
  };
  setWindow(init.window || {});

  let painted = false;
  const handlers = {
    patch(message) {
      view.apply(message.ops || []);
      port.postMessage({ t: 'ack', id: message.id });
      if (painted) return;
      painted = true;
      if (init.scrollTop) scrollTo(0, init.scrollTop);
      tellHost({ t: 'painted' });
    },
    style: (message) => view.styles.replace(message.css),
    query: (message) => port.postMessage({ t: 'query-result', id: message.id, results: answerQuery(view, message.requests) }),
    scrollTo: (message) => scroll.to(message),
    observe: (message) => observers.observe(message),
    unobserve: (message) => observers.unobserve(message.id),
    element(message) {
      const node = view.nodes.get(message.id);
      if (node && node.invoke) node.invoke(String(message.method), message.args || []);
    },
    env() {},
  };
  port.onmessage = (event) => {
    const message = event.data || {};
    const handle = Object.prototype.hasOwnProperty.call(handlers, message.t) && handlers[message.t];
    if (!handle) return;
    try {
      handle(message);
    } catch (error) {
      tellHost({ t: 'error', message: String(error && error.message), stack: String(error && error.stack) });
      if (message.t === 'patch') port.postMessage({ t: 'ack', id: message.id }); // one broken element must not stop the app
    }
  };

  addEventListener('resize', () => view.resized());
  addEventListener('message', (event) => {
    if (event.source !== parent || !event.data) return;
    if (event.data.t === 'refresh-start') refresh.start('code');
    if (event.data.t === 'refresh-stop') refresh.stop();
    if (event.data.t === 'sheet') answerSheet(event.data);
    if (event.data.t === 'window') setWindow(event.data.window || {});
  });
  self.mpaasPage = { view };
}

addEventListener('message', function first(event) {
  if (event.source !== parent || !event.data || event.data.t !== 'init' || !event.ports[0]) return;
  removeEventListener('message', first);
  start(event.data, event.ports[0]);
});
parent.postMessage({ mpaas: 1, t: 'frame-ready' }, location.origin === 'null' ? '*' : location.origin);
