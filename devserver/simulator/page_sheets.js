// Wheel sheets: for a page frame's <picker>, and for my.datePicker and my.optionsSelect.
import { dateColumns, timeColumns } from '../runtime/elements/dates.js';
import { WheelSheet } from './sheet.js';

const cancelled = { error: 11, errorMessage: 'the user cancelled' };

export class PageSheets {
  constructor(host) {
    this.host = host;
    this.open = null;
  }

  receive(page, { id, title, columns, value, column, labels, at }) {
    if (column !== undefined) {
      if (this.open && this.open.page === page && this.open.id === id) this.open.sheet.setColumn(column, labels, at);
      return;
    }
    const answer = (more) =>
      page.gone ||
      page.frame.contentWindow.postMessage(Object.assign({ t: 'sheet', id }, more), location.origin === 'null' ? '*' : location.origin);
    const sheet = this.show({
      title,
      columns,
      value: value || [],
      turned: (index, row) => answer({ turned: [index, row] }),
      done: (result) => answer({ result }),
    });
    this.open = { page, id, sheet };
  }

  show(options) {
    if (this.open) this.open.sheet.close(null);
    const sheet = new WheelSheet(Object.assign({ host: this.host }, options));
    this.open = { sheet };
    return sheet;
  }

  // format: 'yyyy-MM-dd' (default), 'yyyy-MM', 'yyyy', 'HH:mm', 'yyyy-MM-dd HH:mm' (shown as a date)
  date({ format, currentDate, startDate, endDate }) {
    const time = /^H/.test(format || '');
    const fields = format === 'yyyy' ? 'year' : format === 'yyyy-MM' ? 'month' : 'day';
    const source = time
      ? timeColumns({ value: currentDate, start: startDate, end: endDate })
      : dateColumns({ value: currentDate, start: startDate, end: endDate, fields });
    return new Promise((resolve) => {
      const sheet = this.show({
        columns: source.columns,
        value: source.value,
        turned: (column, index) => source.turn(column, index).forEach(([at, labels, row]) => sheet.setColumn(at, labels, row)),
        done: (result) => resolve(result ? { date: source.text() } : cancelled),
      });
    });
  }

  options({ title, optionsOne, optionsTwo, selectedOneIndex, selectedTwoIndex }) {
    const columns = [optionsOne, optionsTwo].filter((list) => Array.isArray(list) && list.length);
    return new Promise((resolve) => {
      this.show({
        title,
        columns,
        value: [Number(selectedOneIndex) || 0, Number(selectedTwoIndex) || 0],
        done: (result) =>
          resolve(
            result
              ? {
                  selectedOneIndex: result[0],
                  selectedOneOption: columns[0] && columns[0][result[0]],
                  selectedTwoIndex: columns[1] ? result[1] : '',
                  selectedTwoOption: columns[1] ? columns[1][result[1]] : '',
                }
              : { selectedOneIndex: '', selectedOneOption: '', selectedTwoIndex: '', selectedTwoOption: '' },
          ),
      });
    });
  }
}
