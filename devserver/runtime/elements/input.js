// input: one line of text.
import { make } from './dom.js';
import { TextField } from './text_field.js';

const keyboards = {
  number: 'numeric',
  numberpad: 'numeric',
  digit: 'decimal',
  digitpad: 'decimal',
  idcard: 'text',
  idcardpad: 'text',
  tel: 'tel',
  phone: 'tel',
  url: 'url',
  email: 'email',
};

export class Input extends TextField {
  makeField() {
    const field = make('input', 'a-field-text');
    field.type = 'text';
    field.autocomplete = 'off';
    field.spellcheck = false;
    return field;
  }

  update(changed) {
    if (changed.has('password') || changed.has('type')) {
      this.field.type = this.boolean('password') || this.props.type === 'password' ? 'password' : 'text';
      this.field.inputMode = keyboards[this.props.type] || 'text';
    }
    super.update(changed);
  }

  confirms() {
    return true;
  }
}
