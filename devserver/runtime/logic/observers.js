// observers (opt in by options.observers): functions that run before a render when data or props they name have
// changed. Patterns are comma separated paths; `**` is everything, `a.**` everything below a.

import { STATE } from './instance.js';
import { parsePath, readPath } from './paths.js';

const MAX_ROUNDS = 50;
const compiled = new WeakMap();

export function runObservers(instance, page) {
  const state = instance[STATE];
  const { definition } = state;
  if (!definition.options.observers || definition.observers.length === 0) {
    state.changedPaths = [];
    return;
  }
  for (let round = 0; state.changedPaths.length > 0; round += 1) {
    if (round === MAX_ROUNDS) {
      state.changedPaths = [];
      page.report(new Error('observers kept changing the data they observe'), instance, 'observers');
      return;
    }
    const changed = state.changedPaths;
    state.changedPaths = [];
    for (const observer of definition.observers) {
      const targets = targetsOf(observer);
      if (!targets.some((target) => changed.some((path) => touches(target, path)))) continue;
      const scope = Object.assign({}, instance.props, instance.data);
      const values = targets.map((target) => (target.path === null ? scope : readPath(scope, target.path)));
      page.call(instance, observer.run, values, `observers["${observer.pattern}"]`);
    }
  }
}

function targetsOf(observer) {
  let targets = compiled.get(observer);
  if (targets === undefined) {
    targets = observer.pattern.split(',').map((part) => {
      const text = part.trim();
      if (text === '**') return { path: null, deep: true };
      const deep = text.endsWith('.**');
      return { path: parsePath(deep ? text.slice(0, -3) : text), deep };
    });
    compiled.set(observer, targets);
  }
  return targets;
}

// A write to a container changes what is in it; a write below one only with `.**`.
function touches(target, changed) {
  if (target.path === null) return true;
  return startsWith(target.path, changed) || (target.deep && startsWith(changed, target.path));
}

function startsWith(path, prefix) {
  return prefix.length <= path.length && prefix.every((key, i) => String(key) === String(path[i]));
}
