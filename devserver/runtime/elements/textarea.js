// textarea: several lines, optionally growing with its text, with a counter.
import { make, number } from './dom.js';
import { TextField } from './text_field.js';

export class Textarea extends TextField {
  makeField() {
    const field = make('textarea', 'a-field-text');
    field.spellcheck = false;
    field.rows = 2;
    return field;
  }

  build() {
    const root = super.build();
    this.counter = make('div', 'a-textarea-count');
    root.append(this.counter);
    return root;
  }

  update(changed) {
    this.state('a-textarea-auto', this.boolean('autoHeight'));
    super.update(changed);
  }

  // Enter makes a new line, unless the keyboard's button says something else; Ctrl/Cmd-Enter always confirms.
  confirms(event) {
    const type = this.text('confirmType', 'return');
    return event.ctrlKey || event.metaKey || type !== 'return';
  }

  place() {
    super.place();
    const limit = Math.floor(number(this.props.maxlength, 140));
    const shown = this.boolean('showCount', true) && limit >= 0;
    this.counter.hidden = !shown;
    if (shown) this.counter.textContent = this.field.value.length + '/' + limit;
    this.field.style.height = '';
    if (this.boolean('autoHeight') && this.root.isConnected) this.field.style.height = this.field.scrollHeight + 'px';
  }
}
