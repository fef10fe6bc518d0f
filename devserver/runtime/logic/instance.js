// What pages and components have in common: data, setData and its relatives. What the runtime knows about an instance
// hangs on it under a symbol, so that user code sees only the documented members.

import { parsePath, readPath, writePath } from './paths.js';

export const STATE = Symbol('state');

// state of an instance:
//   what: 'page' | 'component'   label: its name in messages   page: the Page it lives on   node: whose children it shows
//   live: mounted, so changes are scheduled   dead: unmounted   depth: components above it   facade: `this` of its template
//   previousData: data at the last render, when it has changed since   owned: containers copied since then
//   callbacks: of setData, for after the next render   changedPaths: for observers
export function makeState(fields) {
  return Object.assign(
    {
      live: false,
      dead: false,
      previousData: null,
      owned: null,
      callbacks: [],
      changedPaths: [],
      depth: 0,
      facade: null,
    },
    fields,
  );
}

export class Instance {
  setData(patch, callback) {
    const state = this[STATE];
    if (state.dead) return;
    if (patch !== null && typeof patch === 'object') {
      const keys = Object.keys(patch);
      const paths = keys.map(parsePath);
      beginChange(this, state);
      keys.forEach((key, i) => {
        // the same object again was changed in place: whoever shows it has to look again
        const value = patch[key];
        if (value !== null && typeof value === 'object' && readPath(this.data, paths[i]) === value)
          state.page.changedInPlace.add(value);
        writePath(this.data, paths[i], value, state.owned);
        state.changedPaths.push(paths[i]);
      });
    }
    finishChange(state, callback);
  }

  $spliceData(patch, callback) {
    const state = this[STATE];
    if (state.dead) return;
    const keys = Object.keys(patch || {});
    const paths = keys.map(parsePath);
    beginChange(this, state);
    keys.forEach((key, i) => {
      const list = readPath(this.data, paths[i]);
      const copy = Array.isArray(list) ? list.slice() : [];
      copy.splice(...patch[key]);
      writePath(this.data, paths[i], copy, state.owned);
      state.changedPaths.push(paths[i]);
    });
    finishChange(state, callback);
  }

  // Changes are collected until the current turn ends anyway.
  $batchedUpdates(work) {
    if (typeof work === 'function') work.call(this);
  }
}

// Hangs `state` on a new instance. User code hands its setData on (`list.push({setData: this.setData})`), so it is
// bound.
export function attachState(instance, state) {
  Object.defineProperty(instance, STATE, { value: state });
  for (const name of ['setData', '$spliceData', '$batchedUpdates']) {
    Object.defineProperty(instance, name, { value: instance[name].bind(instance), writable: true, configurable: true });
  }
}

function beginChange(instance, state) {
  if (state.previousData !== null) return;
  state.previousData = instance.data;
  instance.data = Object.assign({}, instance.data);
  state.owned = new Set([instance.data]);
}

function finishChange(state, callback) {
  if (typeof callback === 'function') state.callbacks.push(() => callback());
  if (state.live) state.page.updates.schedule(state);
}

// Closes the change that is open, and returns the data before it (the same object when nothing changed).
export function settleData(instance) {
  const state = instance[STATE];
  const previous = state.previousData === null ? instance.data : state.previousData;
  state.previousData = null;
  state.owned = null;
  return previous;
}

export function takeCallbacks(state) {
  const callbacks = state.callbacks;
  state.callbacks = [];
  return callbacks;
}
