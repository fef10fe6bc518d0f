// `this` of a template: where compiled templates get their event handlers from. Handlers are made once per name, so
// that a component which gets one as a property does not see a change at every render.

export function createFacade(instance, page) {
  const handlers = new Map();
  const refs = new Map();
  const once = (map, name, make) => {
    if (!map.has(name)) map.set(name, make());
    return map.get(name);
  };
  const handler = (name) =>
    once(handlers, name, () => {
      const run = function () {
        return page.callMethod(instance, name, Array.from(arguments));
      };
      run.owner = instance;
      run.method = name;
      return run;
    });
  return {
    $isCustomComponent: 1,
    $getEventHandler: (name) => (typeof name === 'string' && name !== '' ? handler(name) : passThrough(name)),
    $getComponentEventHandler: (name) => (typeof name === 'string' && name !== '' ? handler(name) : passThrough(name)),
    // elements are found by their id attribute
    $getRefHandler: () => null,
    $getComRefHandler: (name) =>
      typeof name === 'string'
        ? once(refs, name, () => (component) => page.callMethod(instance, name, [component]))
        : null,
  };
}

function passThrough(value) {
  return typeof value === 'function' || value === true ? value : null;
}
