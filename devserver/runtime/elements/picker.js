// picker: a tap opens a sheet of wheels. Modes: selector (default), multiSelector, date, time.
import { Element, make } from './element.js';
import { number } from './dom.js';
import { dateColumns, timeColumns } from './dates.js';
import { askSheet } from '../view/sheet.js';

export class Picker extends Element {
  build() {
    const root = make('div');
    root.setAttribute('role', 'button');
    root.setAttribute('aria-haspopup', 'dialog');
    root.tabIndex = 0;
    return root;
  }

  update(changed) {
    if (changed.has('disabled')) {
      this.state('a-disabled', this.disabled);
      this.root.setAttribute('aria-disabled', String(this.disabled));
    }
    if (this.sheet && changed.has('range') && this.props.mode === 'multiSelector') {
      this.multiColumns().forEach((labels, index) => this.sheet.setColumn(index, labels));
    }
  }

  labels(list) {
    const key = this.text('rangeKey');
    return (Array.isArray(list) ? list : []).map((item) => (item && typeof item === 'object' ? item[key] : item));
  }

  multiColumns() {
    return (Array.isArray(this.props.range) ? this.props.range : []).map((column) => this.labels(column));
  }

  labelled() {
    this.activate();
  }

  activate() {
    if (!this.disabled && !this.open) this.run();
    return true;
  }

  async run() {
    this.open = true;
    try {
      const mode = this.text('mode', 'selector');
      if (mode === 'date' || mode === 'time') await this.runDate(mode === 'date' ? dateColumns(this.props) : timeColumns(this.props));
      else if (mode === 'multiSelector') await this.runMulti();
      else await this.runSelector();
    } finally {
      this.open = false;
      this.sheet = null;
    }
  }

  async runSelector() {
    const columns = [this.labels(this.props.range)];
    const answer = await askSheet(this.view, { title: this.text('title'), columns, value: [number(this.props.value, 0)] });
    if (!answer) return this.emit('cancel', {});
    this.chosen = answer[0];
    this.emit('change', { value: answer[0] });
  }

  async runMulti() {
    const answer = await askSheet(this.view, {
      title: this.text('title'),
      columns: this.multiColumns(),
      value: Array.isArray(this.props.value) ? this.props.value : [],
      turned: (column, value) => this.emit('columnChange', { column, value }),
      opened: (sheet) => {
        this.sheet = sheet;
      },
    });
    if (!answer) return this.emit('cancel', {});
    this.chosen = answer;
    this.emit('change', { value: answer });
  }

  async runDate(source) {
    const answer = await askSheet(this.view, {
      title: this.text('title'),
      columns: source.columns,
      value: source.value,
      turned: (column, value, sheet) => source.turn(column, value).forEach(([at, labels, index]) => sheet.setColumn(at, labels, index)),
    });
    if (!answer) return this.emit('cancel', {});
    this.chosen = source.text();
    this.emit('change', { value: this.chosen });
  }

  formValue() {
    return this.chosen !== undefined ? this.chosen : this.props.value;
  }

  reset() {
    this.chosen = undefined;
  }
}
