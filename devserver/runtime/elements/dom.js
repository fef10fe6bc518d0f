// The few DOM operations every element needs. Text from the app only ever goes through textContent.

export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const child of children) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

export function makeSvg(viewBox, paths) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('aria-hidden', 'true');
  for (const attributes of paths) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const name of Object.keys(attributes)) path.setAttribute(name, attributes[name]);
    svg.append(path);
  }
  return svg;
}

export const kebab = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
export const camel = (name) => name.replace(/-([a-zA-Z0-9])/g, (all, letter) => letter.toUpperCase());

// Numbers arrive as numbers or as the strings people write in templates ("20", "20px").
export function number(value, fallback) {
  const parsed = typeof value === 'number' ? value : parseFloat(value);
  return Number.isFinite(parsed) ? parsed : fallback;
}

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// Runs step(0..1) once per frame until the time is over; returns a function that stops it.
export function animate(duration, step, done) {
  if (duration <= 0 || reducedMotion() || document.hidden) {
    step(1);
    if (done) done();
    return () => {};
  }
  const begin = performance.now();
  let frame = requestAnimationFrame(function tick(now) {
    const share = clamp((now - begin) / duration, 0, 1);
    step(share);
    if (share < 1) frame = requestAnimationFrame(tick);
    else if (done) done();
  });
  return () => cancelAnimationFrame(frame);
}

export const easeOut = (share) => 1 - Math.pow(1 - share, 3);

// One pointer from press to release. `start` may refuse by returning false; `move` is called with the distance travelled.
export function drag(target, { start, move, end }) {
  target.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || !down.isPrimary || start(down) === false) return;
    const onMove = (event) => {
      if (event.pointerId === down.pointerId) move(event.clientX - down.clientX, event.clientY - down.clientY, event);
    };
    const onEnd = (event) => {
      if (event.pointerId !== down.pointerId) return;
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onEnd);
      removeEventListener('pointercancel', onEnd);
      end(event);
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onEnd);
    addEventListener('pointercancel', onEnd);
  });
}
