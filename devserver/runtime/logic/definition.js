// What the user passed to Component() or Mixin(), with its mixins merged in: data, props and methods of later ones
// replace those of earlier ones and the component's own come last; life cycles are chained in the same order, each
// mixin once.

export const COMPONENT_HOOKS = ['onInit', 'deriveDataFromProps', 'didMount', 'didUpdate', 'didUnmount', 'onError'];
const LIFETIMES = ['created', 'attached', 'ready', 'detached'];
const MAX_MIXIN_DEPTH = 32;

// Mixin() returns its argument wrapped, so that a plain object in `mixins` and a Mixin() work alike.
export class MixinDefinition {
  constructor(options) {
    this.options = options || {};
  }
}

export function normalizeComponent(options) {
  const layers = [];
  collectLayers(options, layers, new Set(), 0);
  const definition = {
    options: Object.assign({}, ...layers.map((layer) => layer.options)),
    makeData: () => mergeObjects(layers, 'data'),
    defaultProps: layers.some((layer) => typeof layer.props === 'function')
      ? () => mergeObjects(layers, 'props')
      : constant(mergeObjects(layers, 'props')),
    methods: mergeObjects(layers, 'methods'),
    hooks: {},
    lifetimes: {},
    pageEvents: {},
    observers: [],
    ref: null,
  };
  for (const layer of layers) {
    for (const name of COMPONENT_HOOKS) append(definition.hooks, name, layer[name]);
    for (const name of LIFETIMES) append(definition.lifetimes, name, layer.lifetimes && layer.lifetimes[name]);
    for (const name of Object.keys(layer.pageEvents || {})) append(definition.pageEvents, name, layer.pageEvents[name]);
    for (const name of Object.keys(layer.observers || {}))
      definition.observers.push({ pattern: name, run: layer.observers[name] });
    if (typeof layer.ref === 'function') definition.ref = layer.ref;
  }
  return definition;
}

function constant(value) {
  return () => value;
}

function collectLayers(options, layers, seen, depth) {
  if (options === null || typeof options !== 'object' || seen.has(options)) return;
  if (depth > MAX_MIXIN_DEPTH) throw new Error('mixins are nested too deeply');
  seen.add(options);
  for (const mixin of Array.isArray(options.mixins) ? options.mixins : []) {
    collectLayers(mixin instanceof MixinDefinition ? mixin.options : mixin, layers, seen, depth + 1);
  }
  layers.push(options);
}

function append(table, name, hook) {
  if (typeof hook !== 'function') return;
  if (table[name] === undefined) table[name] = [];
  table[name].push(hook);
}

function mergeObjects(layers, field) {
  const merged = {};
  for (const layer of layers) {
    const part = typeof layer[field] === 'function' ? layer[field]() : layer[field];
    if (part !== null && typeof part === 'object') Object.assign(merged, part);
  }
  return merged;
}
