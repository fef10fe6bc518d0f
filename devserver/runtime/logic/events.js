// An event of the view, taken through the tree: capture listeners from the page inwards, then the touched element and
// its ancestors until one catches it. Only touches bubble; what a control reports (change, input ...) goes to the
// element itself.

import { eventOf } from './event_names.js';
import { hostParent } from './tree.js';

const BUBBLING = new Set(['tap', 'longTap', 'touchStart', 'touchMove', 'touchEnd', 'touchCancel']);

export function dispatchEvent(page, message) {
  const touched = page.tree.elements.get(message.id);
  if (touched === undefined || touched === page.tree.root) return;
  const path = [];
  for (let node = touched; node !== null && node !== page.tree.root; node = hostParent(node)) path.push(node);
  const bubbles = BUBBLING.has(message.type);

  if (bubbles) {
    for (let i = path.length - 1; i >= 0; i -= 1) {
      if (fire(page, message, touched, path[i], true)) return;
    }
  }
  for (const node of bubbles ? path : [touched]) {
    if (fire(page, message, touched, node, false)) return;
  }
}

// -> whether the event stops here
function fire(page, message, touched, node, capture) {
  const { props } = node.element;
  let stops = false;
  for (const name of Object.keys(props)) {
    const listener = eventOf(name);
    if (listener === null || listener.type !== message.type || listener.capture !== capture) continue;
    stops = stops || listener.stops;
    const handler = props[name];
    if (typeof handler !== 'function') continue;
    const event = makeEvent(message, touched, node);
    if (handler.owner !== undefined) handler(event);
    else page.call(page.instance, handler, [event], name);
  }
  return stops;
}

// target.dataset belongs to the element that has the handler, targetDataset to the one that was touched: so it is on
// the phone.
function makeEvent(message, touched, node) {
  const offset = message.offset || [0, 0];
  const dataset = datasetOf(node);
  const event = {
    type: message.type,
    timeStamp: message.ts === undefined ? Date.now() : message.ts,
    target: {
      id: idOf(touched),
      tagName: touched.tag,
      dataset,
      targetDataset: datasetOf(touched),
      offsetLeft: offset[0],
      offsetTop: offset[1],
    },
    currentTarget: {
      id: idOf(node),
      tagName: node.tag,
      dataset,
      offsetLeft: offset[0],
      offsetTop: offset[1],
    },
    detail: message.detail === undefined ? {} : message.detail,
  };
  if (message.touches !== undefined) {
    event.touches = message.touches;
    event.changedTouches = message.changedTouches === undefined ? message.touches : message.changedTouches;
  }
  return event;
}

function idOf(node) {
  const { id } = node.element.props;
  return id === undefined || id === null ? '' : id;
}

// data-user-name -> userName, values as they are
export function datasetOf(node) {
  const dataset = {};
  const { props } = node.element;
  for (const name of Object.keys(props)) {
    if (!name.startsWith('data-')) continue;
    dataset[name.slice(5).replace(/-([a-zA-Z])/g, (_, letter) => letter.toUpperCase())] = props[name];
  }
  return dataset;
}
