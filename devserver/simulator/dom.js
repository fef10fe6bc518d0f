// Builds the simulator's own DOM. Strings always become text, never markup.
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    const value = attributes[name];
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child instanceof Node ? child : String(child));
  }
}

const drawings = {
  back: 'M15 4.5L7.5 12l7.5 7.5',
  home: 'M4 11.2L12 4l8 7.2M6.2 9.6V19.5h11.6V9.6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  target: 'M12 4.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15zM12 9.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4z',
  reload: 'M19 12a7 7 0 1 1-2.2-5.1M19.2 3.8v4.4h-4.4',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  trash: 'M5 7h14M10 7V5h4v2M7 7l1 12.5h8L17 7',
  phone: 'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM11 17.8h2',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v3M14 20h3M20 20h.01',
  panel: 'M4 5h16v14H4zM14.5 5v14',
  success: 'M4.5 12.5l5 5L19.5 7',
  fail: 'M6 6l12 12M18 6L6 18',
  exception: 'M12 5v9M12 18.5v.01',
  chevron: 'M9 6l6 6-6 6',
};

export function icon(name, size) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: size || 20,
    height: size || 20,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': name === 'more' ? 2.6 : 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const key of Object.keys(attributes)) svg.setAttribute(key, String(attributes[key]));
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

// Colours in configuration are 0xRRGGBB numbers, "#rrggbb", or any CSS colour.
export function color(value, fallback) {
  if (typeof value === 'number' && Number.isFinite(value)) return '#' + (value & 0xffffff).toString(16).padStart(6, '0');
  if (typeof value !== 'string' || value === '') return fallback;
  if (/^\d+$/.test(value)) return color(Number(value), fallback);
  return CSS.supports('color', value) ? value : fallback;
}

// Is white text the readable one on this colour?
export function isDark(cssColor) {
  const canvas = isDark.canvas || (isDark.canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }));
  canvas.fillStyle = '#fff';
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = cssColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return red * 0.299 + green * 0.587 + blue * 0.114 < 160;
}

export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    // plain http on a LAN has no clipboard API
    const area = h('textarea', { class: 'off-screen', value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
