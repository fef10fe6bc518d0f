// The `animation` attribute: what my.createAnimation(...).export() returns. Steps run one after the other as CSS transitions.
import { kebab } from '../elements/dom.js';
import { resolveRpx } from './inline_style.js';

const lengths = /^(translate(3d|X|Y|Z)?|perspective)$/;
const angles = /^(rotate(X|Y|Z)?|skew(X|Y)?)$/;
const sizes = /^(width|height|top|right|bottom|left)$/;

function transformPart(type, values) {
  const parts = values.map((value, index) => {
    if (typeof value !== 'number') return value;
    if (type === 'rotate3d') return index === 3 ? value + 'deg' : value;
    if (lengths.test(type)) return value + 'px';
    return angles.test(type) ? value + 'deg' : value;
  });
  return type + '(' + parts.join(', ') + ')';
}

function runStep(root, step, view) {
  const option = step.option || step.config || step;
  const transition = option.transition || option;
  const transforms = [];
  const plain = {};
  for (const one of step.animates || step.animation || []) {
    const type = one.type || one[0];
    const values = [].concat(one.args !== undefined ? one.args : one[1]);
    if (type === 'style') plain[kebab(String(values[0]))] = values[1];
    else if (/^(translate|rotate|scale|skew|matrix|perspective)/.test(type)) transforms.push(transformPart(type, values));
    else plain[kebab(type)] = values[0];
  }
  const timing =
    (transition.duration || 0) +
    'ms ' +
    (transition.timingFunction || transition.timeFunction || 'linear') +
    ' ' +
    (transition.delay || 0) +
    'ms';
  const names = Object.keys(plain).concat(transforms.length ? ['transform'] : []);
  root.style.transition = names.map((name) => name + ' ' + timing).join(', ');
  root.style.transformOrigin = option.transformOrigin || '';
  for (const name of Object.keys(plain)) {
    const value = typeof plain[name] === 'number' && sizes.test(name) ? plain[name] + 'px' : String(plain[name]);
    root.style.setProperty(name, resolveRpx(value, view.width));
  }
  if (transforms.length) root.style.transform = transforms.join(' ');
  return (transition.duration || 0) + (transition.delay || 0);
}

export function applyAnimation(root, value, view) {
  if (!value) return;
  const steps = Array.isArray(value) ? value : value.actions || [];
  let index = 0;
  const next = () => {
    if (index >= steps.length || !root.isConnected) return;
    const wait = runStep(root, steps[index++], view);
    if (index < steps.length) setTimeout(next, wait);
  };
  // The first step must not merge with the attributes of the same batch, or there is nothing to animate from.
  requestAnimationFrame(() => requestAnimationFrame(next));
}
