// Custom components of one page: their instances and life cycles.
//   create   onInit, deriveDataFromProps, (children the same), then didMount children first, then ref
//   update   deriveDataFromProps with this.props still the old ones, render when something changed, then
//            didUpdate(prevProps, prevData)
// onInit, deriveDataFromProps and ref exist for component2 only. Legacy components live in the view on a phone: their
// hooks run when the view has drawn them, content of slots is no change to them, but objects changed in place are (they
// cross as new copies). A hook that throws is reported with its component, the page goes on.

import { childList, withOwner } from './elements.js';
import { Instance, STATE, attachState, makeState, settleData, takeCallbacks } from './instance.js';
import { runObservers } from './observers.js';
import { shallowEqual } from './paths.js';
import { createFacade } from './render_facade.js';
import { queryScope } from './selector.js';

const NOT_PROPS = new Set(['children', 'slot', '$scopedSlots', '$isCustomComponent', '__tag']);

export class ComponentInstance extends Instance {
  createSelectorQuery() {
    const { page } = this[STATE];
    return page.createSelectorQuery(queryScope(page, this));
  }

  get pageRouter() {
    const { page } = this[STATE];
    return page.services.routerFor(page.path);
  }

  // relative to the component's own file
  get router() {
    return this[STATE].page.services.routerFor(this.is.replace(/^\//, ''));
  }
}

export class Components {
  constructor(page, registry) {
    this.page = page;
    this.registry = registry;
    // 1 is the page
    this.nextId = 2;
  }

  failed(node, error) {
    let above = node;
    while (above !== null && above.instance === undefined) above = above.parent;
    this.page.report(error, above === null ? null : above.instance, 'render');
  }

  mount(node) {
    const { is } = node.type;
    const registered = this.registry.component(is);
    if (registered === null) {
      const error = new Error(`component "${is}" is used by a template, but no script registered it with Component()`);
      this.page.report(error, null, 'render');
      return;
    }
    const instance = this.create(node, registered);
    const state = instance[STATE];
    node.instance = instance;
    if (registered.component2) {
      this.run(instance, 'onInit', []);
      this.run(instance, 'deriveDataFromProps', [instance.props]);
    }
    this.runLifetime(instance, 'created');
    this.runLifetime(instance, 'attached');
    runObservers(instance, this.page);
    settleData(instance);
    this.page.tree.mountChildren(node, this.render(node));
    state.live = true;
    this.page.afterPatch(takeCallbacks(state));
    this.commit(state, () => {
      if (state.dead) return;
      this.run(instance, 'didMount', []);
      this.runLifetime(instance, 'ready');
      if (registered.component2) this.setRef(node.element.ref, instance);
    });
  }

  create(node, registered) {
    const { definition } = registered;
    const instance = Object.create(ComponentInstance.prototype);
    const page = this.page;
    const state = makeState({
      what: 'component',
      label: registered.is,
      page,
      node,
      registered,
      definition,
      depth: depthOf(node),
    });
    attachState(instance, state);
    Object.assign(instance, definition.methods);
    instance.is = registered.is;
    instance.$id = this.nextId++;
    instance.$page = page.instance;
    instance.data = definition.makeData();
    instance.props = propsOf(definition, node.element);
    return instance;
  }

  // The parent rendered again.
  update(node, element) {
    const before = node.element;
    node.element = element;
    const { instance } = node;
    if (instance === undefined) return;
    const state = instance[STATE];
    if (before.ref !== element.ref && state.registered.component2) {
      this.page.tree.commits.push(() => {
        this.setRef(before.ref, null);
        this.setRef(element.ref, instance);
      });
    }
    this.refresh(state, propsOf(state.definition, element), hasSlots(element));
  }

  // The component's own data changed.
  updateOwn(state) {
    this.refresh(state, state.node.instance.props, true);
  }

  refresh(state, nextProps, mustRender) {
    const { node } = state;
    const { instance } = node;
    const { component2 } = state.registered;
    this.page.updates.forget(state);
    // changes made by the hooks below belong to this round
    state.live = false;
    if (component2) this.run(instance, 'deriveDataFromProps', [nextProps]);
    const prevProps = instance.props;
    const sameProps = prevProps === nextProps || shallowEqual(prevProps, nextProps);
    if (!sameProps) {
      for (const name of Object.keys(nextProps)) {
        if (!Object.is(nextProps[name], prevProps[name])) state.changedPaths.push([name]);
      }
      instance.props = nextProps;
    }
    runObservers(instance, this.page);
    state.live = true;
    const prevData = settleData(instance);
    const inPlace = this.page.changedInPlace.size > 0 && this.holdsChanged(nextProps);
    const sameData = prevData === instance.data || shallowEqual(prevData, instance.data);
    if (!sameProps || !sameData || mustRender || inPlace) {
      this.page.tree.show(node, this.render(node));
      if (!sameProps || !sameData || (component2 ? hasSlots(node.element) : inPlace)) {
        this.commit(state, () => {
          if (!state.dead) this.run(instance, 'didUpdate', [prevProps, prevData]);
        });
      }
    }
    this.page.afterPatch(takeCallbacks(state));
  }

  holdsChanged(props) {
    return Object.keys(props).some((name) => this.page.changedInPlace.has(props[name]));
  }

  // didMount and didUpdate: in the logic at once for component2, after the view has drawn for legacy
  commit(state, hook) {
    this.page.tree.commits.push(state.registered.component2 ? hook : () => this.page.afterDrawn(hook));
  }

  // component2 parents go first, legacy children
  unmount(node, unmountChildren) {
    const { instance } = node;
    if (instance === undefined) {
      unmountChildren();
      return;
    }
    const state = instance[STATE];
    const { component2 } = state.registered;
    state.live = false;
    state.dead = true;
    this.page.updates.forget(state);
    if (!component2) unmountChildren();
    const hook = () => {
      if (component2) this.setRef(node.element.ref, null);
      this.run(instance, 'didUnmount', []);
      this.runLifetime(instance, 'detached');
    };
    // with their page, legacy components go in the order in which they came
    hook.order = component2 ? 0 : instance.$id;
    this.page.tree.removals.push(hook);
    if (component2) unmountChildren();
  }

  render(node) {
    const { instance } = node;
    const state = instance[STATE];
    if (state.facade === null) state.facade = createFacade(instance, this.page);
    const data = Object.assign({ $id: instance.$id }, instance.props, { $slots: slotsOf(node.element) });
    if (node.element.props.$scopedSlots !== undefined) data.$scopedSlots = node.element.props.$scopedSlots;
    Object.assign(data, instance.data);
    try {
      const render = this.registry.template(state.registered.is);
      return childList(withOwner(instance, () => render.call(state.facade, data)));
    } catch (error) {
      this.page.report(error, instance, 'render');
      return [];
    }
  }

  run(instance, hook, args) {
    const hooks = instance[STATE].definition.hooks[hook];
    if (hooks !== undefined) for (const run of hooks) this.page.call(instance, run, args, hook);
  }

  runLifetime(instance, name) {
    const { definition } = instance[STATE];
    const hooks = definition.lifetimes[name];
    if (hooks === undefined || !definition.options.lifetimes) return;
    for (const run of hooks) this.page.call(instance, run, [], `lifetimes.${name}`);
  }

  setRef(ref, instance) {
    if (typeof ref !== 'function') return;
    const own = instance === null ? null : instance[STATE].definition.ref;
    ref(own === null || own === undefined ? instance : this.page.call(instance, own, [], 'ref'));
  }
}

function depthOf(node) {
  let depth = 1;
  for (let above = node.parent; above !== null; above = above.parent) if (above.instance !== undefined) depth += 1;
  return depth;
}

function propsOf(definition, element) {
  const props = Object.assign({}, definition.defaultProps());
  for (const name of Object.keys(element.props)) {
    // undefined leaves the default
    if (!NOT_PROPS.has(name) && (element.props[name] !== undefined || !(name in props)))
      props[name] = element.props[name];
  }
  return props;
}

function hasSlots(element) {
  return element.props.children !== undefined || element.props.$scopedSlots !== undefined;
}

// Children by their `slot`; only direct children count, what a fragment holds goes to the default slot with it.
export function slotsOf(element) {
  const slots = {};
  const { children } = element.props;
  if (isNothing(children)) return slots;
  const add = (child) => {
    if (Array.isArray(child)) {
      child.forEach(add);
      return;
    }
    const named = child !== null && typeof child === 'object' && child.props ? child.props.slot : undefined;
    const name = named || '$default';
    if (slots[name] === undefined) slots[name] = [];
    slots[name].push(child === undefined || typeof child === 'boolean' ? null : child);
  };
  add(children);
  return slots;
}

function isNothing(children) {
  return children === undefined || children === null || typeof children === 'boolean';
}
