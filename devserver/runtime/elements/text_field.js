// What input and textarea share: the native field inside, the placeholder with its own style, controlled values, events.
import { Element, make } from './element.js';
import { number } from './dom.js';
import { applyInlineStyle } from '../view/inline_style.js';

const revertAfter = 120; // ms the logic side has to answer before a controlled field shows its old value again

export class TextField extends Element {
  build() {
    this.field = this.makeField();
    this.hint = make('div', 'a-placeholder');
    this.hint.setAttribute('aria-hidden', 'true');
    const root = make('div', 'a-field', this.field, this.hint);
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('focus', () => {
      this.state('a-focused', true);
      this.emit('focus', { value: this.field.value });
    });
    this.field.addEventListener('blur', () => {
      this.state('a-focused', false);
      this.emit('blur', { value: this.field.value });
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Enter' && this.confirms(event)) {
        this.emit('confirm', { value: this.field.value });
        if (!this.boolean('confirmHold')) this.field.blur();
        event.preventDefault();
      }
    });
    return root;
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (changed.has('maxlength')) {
      const limit = Math.floor(number(this.props.maxlength, 140));
      if (limit < 0) this.field.removeAttribute('maxlength');
      else this.field.maxLength = limit;
    } else if (changed.has('created')) this.field.maxLength = 140;
    if (changed.has('value')) this.show(this.stringValue());
    if (changed.has('disabled')) {
      this.field.disabled = this.disabled;
      this.state('a-disabled', this.disabled);
    }
    if (changed.has('placeholder')) {
      this.hint.textContent = this.text('placeholder');
      this.field.setAttribute('aria-label', this.text('placeholder'));
    }
    if (changed.has('placeholderClass')) this.hint.className = ('a-placeholder ' + this.text('placeholderClass')).trim();
    if (changed.has('placeholderStyle')) applyInlineStyle(this.hint, this.props.placeholderStyle, this.view);
    if (changed.has('focus')) this.setFocus(this.boolean('focus'));
    if (changed.has('confirmType'))
      this.field.enterKeyHint = { done: 'done', go: 'go', next: 'next', search: 'search', send: 'send' }[this.props.confirmType] || '';
    if (changed.has('name')) this.field.name = this.text('name');
    this.place();
  }

  stringValue() {
    const value = this.props.value;
    return value === undefined || value === null ? '' : String(value);
  }

  show(value) {
    clearTimeout(this.revert);
    if (this.field.value !== value) {
      const end = this.field.selectionEnd === this.field.value.length;
      const at = this.field.selectionStart;
      this.field.value = value;
      if (document.activeElement === this.field && at !== null) {
        const position = end ? value.length : Math.min(at, value.length);
        this.field.setSelectionRange(position, position);
      }
    }
    this.place();
  }

  // Shows or hides the placeholder, and whatever depends on the value.
  place() {
    this.hint.hidden = this.field.value !== '' || this.text('placeholder') === '';
  }

  typed() {
    const value = this.field.value;
    this.place();
    this.emit('input', { value, cursor: this.field.selectionStart === null ? value.length : this.field.selectionStart });
    if (!this.boolean('controlled')) return;
    clearTimeout(this.revert);
    this.revert = setTimeout(() => this.show(this.stringValue()), revertAfter);
  }

  setFocus(on) {
    if (!on) {
      this.field.blur();
      return;
    }
    requestAnimationFrame(() => {
      this.field.focus({ preventScroll: true });
      const start = number(this.props.selectionStart, -1);
      const end = number(this.props.selectionEnd, -1);
      const cursor = number(this.props.cursor, -1);
      if (start >= 0 && end >= start) this.field.setSelectionRange(start, end);
      else if (cursor >= 0) this.field.setSelectionRange(cursor, cursor);
    });
  }

  labelled() {
    this.field.focus();
  }

  activate() {
    return true;
  }

  invoke(method) {
    if (method === 'focus') this.setFocus(true);
    if (method === 'blur') this.field.blur();
    if (method === 'clear') this.show('');
  }

  formValue() {
    return this.field.value;
  }

  reset() {
    this.show(this.stringValue());
  }

  propertyValue(name) {
    return name === 'value' ? this.field.value : this.props[name];
  }

  free() {
    clearTimeout(this.revert);
  }
}
