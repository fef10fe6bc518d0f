// onTap, catchTap, captureOnTap / capture-onTap ...: which event a property of an element listens to, and how.

const PATTERN = /^(on|catch|capture-?[oO]n|capture-?[cC]atch)([A-Z].*)$/;
const cache = new Map();

// -> {type: 'touchStart', capture, stops} or null when the property is no listener
export function eventOf(property) {
  let event = cache.get(property);
  if (event === undefined) {
    const match = PATTERN.exec(property);
    event =
      match === null
        ? null
        : {
            type: match[2][0].toLowerCase() + match[2].slice(1),
            capture: match[1].startsWith('capture'),
            stops: /catch$/i.test(match[1]),
          };
    cache.set(property, event);
  }
  return event;
}
