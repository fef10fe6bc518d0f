// hover-class: the pressed look. Starts hover-start-time after the press, stays hover-stay-time after the release; an element
// with hover-stop-propagation keeps its ancestors from showing theirs.
import { number } from '../elements/dom.js';

export class Hover {
  constructor() {
    this.pressed = [];
  }

  press(node) {
    this.cancel();
    for (let at = node; at; at = at.parent) {
      const name = at.hoverClass ? at.hoverClass() : at.text('hoverClass');
      if (!name || name === 'none' || at.disabled) continue;
      const entry = { node: at, name, shown: false };
      entry.timer = setTimeout(
        () => {
          entry.shown = true;
          at.state(name, true);
        },
        number(at.props.hoverStartTime, at.hoverStart || 50),
      );
      this.pressed.push(entry);
      if (at.boolean('hoverStopPropagation')) break;
    }
  }

  release() {
    for (const entry of this.pressed) {
      clearTimeout(entry.timer);
      if (!entry.shown) entry.node.state(entry.name, true); // a quick tap still blinks
      setTimeout(() => entry.node.state(entry.name, false), number(entry.node.props.hoverStayTime, entry.node.hoverStay || 150));
    }
    this.pressed = [];
  }

  cancel() {
    for (const entry of this.pressed) {
      clearTimeout(entry.timer);
      if (entry.shown) entry.node.state(entry.name, false);
    }
    this.pressed = [];
  }
}
