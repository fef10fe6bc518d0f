// Inline styles come as the string or the object the template had. `Nrpx` becomes whole pixels of this screen
// (floor, at least 1); numbers of objects become px except where CSS takes plain numbers.
import { kebab } from '../elements/dom.js';

const plainNumber = new Set(
  (
    'animation-iteration-count aspect-ratio border-image-outset border-image-slice border-image-width column-count ' +
    'flex flex-grow flex-shrink flex-order font-weight grid-row grid-column line-clamp line-height opacity order orphans scale ' +
    'tab-size widows z-index zoom fill-opacity stroke-opacity stroke-width -webkit-line-clamp -webkit-flex -webkit-box-flex'
  ).split(' '),
);
const rpx = /url\([^)]*\)|(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi;

export function pixels(count, width) {
  const exact = (Math.abs(count) / 750) * width;
  const rounded = count === 0 ? 0 : Math.max(1, Math.floor(exact + 1e-9));
  return (count < 0 ? -rounded : rounded) + 'px';
}

export function resolveRpx(text, width) {
  if (text.indexOf('rpx') < 0) return text;
  return text.replace(rpx, (all, count) => (count === undefined ? all : pixels(parseFloat(count), width)));
}

// Splits "a:b;c:url(x;y)" at the semicolons outside parentheses and quotes.
export function splitDeclarations(text) {
  const found = [];
  let depth = 0;
  let quote = '';
  let begin = 0;
  for (let index = 0; index <= text.length; index++) {
    const letter = text[index];
    if (quote) {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(') depth++;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    if ((letter === ';' && !depth && !quote) || index === text.length) {
      const declaration = text.slice(begin, index).trim();
      const colon = declaration.indexOf(':');
      if (colon > 0) found.push([declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()]);
      begin = index + 1;
    }
  }
  return found;
}

function assign(root, name, value, view) {
  const property = name.startsWith('--') ? name : kebab(name).replace(/^(webkit|moz|ms)-/, '-$1-');
  let text =
    typeof value === 'number' && value !== 0 && !plainNumber.has(property) && !property.startsWith('--') ? value + 'px' : String(value);
  let priority = '';
  const important = /\s*!\s*important\s*$/i;
  if (important.test(text)) {
    text = text.replace(important, '');
    priority = 'important';
  }
  root.style.setProperty(property, view.styles.assets(resolveRpx(text, view.width)), priority);
}

export function applyInlineStyle(root, style, view) {
  root.style.cssText = '';
  if (style === null || style === undefined || style === false || style === true) return;
  if (typeof style === 'object') {
    for (const name of Object.keys(style)) {
      if (style[name] !== null && style[name] !== undefined) assign(root, name, style[name], view);
    }
    return;
  }
  for (const [name, value] of splitDeclarations(String(style))) assign(root, name, value, view);
}
