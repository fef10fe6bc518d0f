// Scrolls with the mouse the way a finger does: press, drag, let go, glide. Touch screens do this themselves.
const friction = 0.95;

function scrollable(dom, dx, dy) {
  for (let at = dom; at && at !== document.documentElement; at = at.parentElement) {
    const style = getComputedStyle(at);
    const horizontal = Math.abs(dx) > Math.abs(dy);
    const overflow = horizontal ? style.overflowX : style.overflowY;
    const room = horizontal ? at.scrollWidth - at.clientWidth : at.scrollHeight - at.clientHeight;
    if (room > 0 && /auto|scroll/.test(overflow)) return at;
  }
  return document.scrollingElement;
}

const dragsItself = '[data-drags], input, textarea, select, video, iframe, canvas';

export function enableDragScroll() {
  let active = null;
  let glide = 0;
  addEventListener('mousedown', (event) => {
    cancelAnimationFrame(glide);
    if (event.button !== 0 || (event.sourceCapabilities && event.sourceCapabilities.firesTouchEvents)) return;
    if (event.target.closest && event.target.closest(dragsItself)) return;
    if (getComputedStyle(event.target).userSelect === 'text') return;
    active = { x: event.clientX, y: event.clientY, target: event.target, scroller: null, vx: 0, vy: 0, time: event.timeStamp };
  });
  addEventListener('mousemove', (event) => {
    if (!active) return;
    if (!(event.buttons & 1)) {
      active = null;
      return;
    }
    const dx = active.x - event.clientX;
    const dy = active.y - event.clientY;
    if (!active.scroller) {
      if (Math.hypot(dx, dy) < 6) return;
      active.scroller = scrollable(active.target, dx, dy);
    }
    const elapsed = Math.max(1, event.timeStamp - active.time);
    active.vx = (dx / elapsed) * 16;
    active.vy = (dy / elapsed) * 16;
    Object.assign(active, { x: event.clientX, y: event.clientY, time: event.timeStamp });
    active.scroller.scrollBy(dx, dy);
  });
  addEventListener('mouseup', (event) => {
    const done = active;
    active = null;
    if (!done || !done.scroller || event.timeStamp - done.time > 60) return;
    const step = () => {
      done.vx *= friction;
      done.vy *= friction;
      if (Math.hypot(done.vx, done.vy) < 0.4) return;
      done.scroller.scrollBy(done.vx, done.vy);
      glide = requestAnimationFrame(step);
    };
    step();
  });
  // A press that became a drag selects no text and drags no image.
  addEventListener('dragstart', (event) => event.preventDefault());
}
