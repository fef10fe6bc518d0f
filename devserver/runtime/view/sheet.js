// Asks the container for a sheet of wheels; <picker>'s dialog. The answers come as {t:'sheet', id, turned:[column, index]} and
// {t:'sheet', id, result: indexes | null}.
const open = new Map();
let last = 0;

// Resolves with the chosen indexes, or null. turned(column, index, sheet); opened(sheet) gets { setColumn(index, labels, at) }.
export function askSheet(view, { title, columns, value, turned, opened }) {
  const id = ++last;
  const sheet = { setColumn: (column, labels, at) => view.tellHost({ t: 'sheet', id, column, labels: labels.map(text), at }) };
  if (opened) opened(sheet);
  view.tellHost({ t: 'sheet', id, title, columns: columns.map((labels) => labels.map(text)), value });
  return new Promise((resolve) => open.set(id, { resolve, turned, sheet }));
}

const text = (label) => String(label === null || label === undefined ? '' : label);

export function answerSheet({ id, turned, result }) {
  const entry = open.get(id);
  if (!entry) return;
  if (turned) {
    if (entry.turned) entry.turned(turned[0], turned[1], entry.sheet);
    return;
  }
  open.delete(id);
  entry.resolve(result);
}
