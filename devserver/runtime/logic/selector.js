// Selectors over the mounted tree, for queries that see only one component's own template: `#id.a .b > .c, view`.

const COMPOUND = /^(\*|[a-zA-Z][\w-]*)?((?:[#.][\w-]+)*)$/;

export function queryScope(page, instance) {
  return { page, instance };
}

// -> list of alternatives, each a list of {combinator, tag, ids, classes} from left to right; null when it is beyond
// this grammar
export function parseSelector(text) {
  const alternatives = [];
  for (const part of String(text).split(',')) {
    const tokens = part.replace(/>>>/g, ' ').replace(/>/g, ' > ').trim().split(/\s+/);
    const steps = [];
    let combinator = ' ';
    for (const token of tokens) {
      if (token === '>') {
        combinator = '>';
        continue;
      }
      const match = COMPOUND.exec(token);
      if (match === null || token === '') return null;
      const names = match[2] === '' ? [] : match[2].match(/[#.][\w-]+/g);
      steps.push({
        combinator,
        tag: match[1] && match[1] !== '*' ? match[1] : null,
        ids: names.filter((name) => name[0] === '#').map((name) => name.slice(1)),
        classes: names.filter((name) => name[0] === '.').map((name) => name.slice(1)),
      });
      combinator = ' ';
    }
    if (steps.length === 0 || combinator === '>') return null;
    alternatives.push(steps);
  }
  return alternatives;
}

// Nodes in document order that match, out of those which the template of `instance` made.
export function selectNodes(tree, selector, instance) {
  const alternatives = parseSelector(selector);
  if (alternatives === null) return [];
  const found = [];
  const visit = (node, ancestors, inside) => {
    if (node === null) return;
    let below = ancestors;
    let host = inside;
    if (node.instance !== undefined) {
      host = node.instance;
    } else if (node.tag !== undefined && node !== tree.root) {
      // constants that a compiler moved out of its template have no owner: they belong to the component they are
      // shown in
      const owner = node.element.owner === null ? inside : node.element.owner;
      if (owner === instance && alternatives.some((steps) => matches(node, ancestors, steps, steps.length - 1)))
        found.push(node);
      below = ancestors.concat([node]);
    }
    for (const child of node.children) visit(child, below, host);
  };
  visit(tree.root, [], null);
  return found;
}

function matches(node, ancestors, steps, at) {
  const step = steps[at];
  if (!matchesCompound(node, step)) return false;
  if (at === 0) return true;
  if (step.combinator === '>') {
    const parent = ancestors[ancestors.length - 1];
    return parent !== undefined && matches(parent, ancestors.slice(0, -1), steps, at - 1);
  }
  for (let i = ancestors.length - 1; i >= 0; i -= 1) {
    if (matches(ancestors[i], ancestors.slice(0, i), steps, at - 1)) return true;
  }
  return false;
}

function matchesCompound(node, step) {
  const { props } = node.element;
  if (step.tag !== null && step.tag !== node.tag) return false;
  if (step.ids.some((id) => String(props.id) !== id)) return false;
  if (step.classes.length === 0) return true;
  const classes = String(props.className === undefined ? '' : props.className).split(/\s+/);
  return step.classes.every((name) => classes.includes(name));
}
