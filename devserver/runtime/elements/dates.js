// Columns of the date and time pickers.
const pad = (value) => String(value).padStart(2, '0');
const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (none, index) => from + index);

function parseDate(text, fallback) {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(String(text || ''));
  return found ? { year: +found[1], month: +(found[2] || fallback.month), day: +(found[3] || fallback.day) } : fallback;
}

// Returns { columns, value, turn(column, index) -> [[column, labels, index]…], text(indexes) }.
export function dateColumns({ value, start, end, fields }) {
  const now = new Date();
  const today = { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
  const low = parseDate(start, { year: today.year - 100, month: 1, day: 1 });
  const high = parseDate(end, { year: today.year + 50, month: 12, day: 31 });
  const count = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const chosen = parseDate(value, today);
  const years = range(low.year, Math.max(low.year, high.year));
  const months = () => range(chosen.year === low.year ? low.month : 1, chosen.year === high.year ? high.month : 12);
  const days = () => {
    const length = new Date(chosen.year, chosen.month, 0).getDate();
    const first = chosen.year === low.year && chosen.month === low.month ? low.day : 1;
    const last = chosen.year === high.year && chosen.month === high.month ? Math.min(length, high.day) : length;
    return range(first, Math.max(first, last));
  };
  const settle = () => {
    const fit = (list, item) => Math.max(list[0], Math.min(list[list.length - 1], item));
    chosen.year = fit(years, chosen.year);
    chosen.month = fit(months(), chosen.month);
    chosen.day = fit(days(), chosen.day);
  };
  settle();
  const all = () => [years.map(String), months().map(pad), days().map(pad)].slice(0, count);
  const indexes = () => [years.indexOf(chosen.year), months().indexOf(chosen.month), days().indexOf(chosen.day)].slice(0, count);
  return {
    columns: all(),
    value: indexes(),
    turn(column, index) {
      if (column === 0) chosen.year = years[index];
      if (column === 1) chosen.month = months()[index];
      if (column === 2) chosen.day = days()[index];
      settle();
      const columns = all();
      const at = indexes();
      return columns.map((labels, number) => [number, labels, at[number]]).slice(column + 1);
    },
    text: () => [chosen.year, pad(chosen.month), pad(chosen.day)].slice(0, count).join('-'),
  };
}

export function timeColumns({ value, start, end }) {
  const parse = (text, hour, minute) => {
    const found = /^(\d{1,2}):(\d{1,2})/.exec(String(text || ''));
    return found ? { hour: Math.min(23, +found[1]), minute: Math.min(59, +found[2]) } : { hour, minute };
  };
  const low = parse(start, 0, 0);
  const high = parse(end, 23, 59);
  const now = new Date();
  const chosen = parse(value, now.getHours(), now.getMinutes());
  const hours = range(low.hour, Math.max(low.hour, high.hour));
  const minutes = () => range(chosen.hour === low.hour ? low.minute : 0, chosen.hour === high.hour ? high.minute : 59);
  const settle = () => {
    chosen.hour = Math.max(hours[0], Math.min(hours[hours.length - 1], chosen.hour));
    const list = minutes();
    if (list.indexOf(chosen.minute) < 0) chosen.minute = list[0] || 0;
  };
  settle();
  return {
    columns: [hours.map(pad), minutes().map(pad)],
    value: [hours.indexOf(chosen.hour), minutes().indexOf(chosen.minute)],
    turn(column, index) {
      if (column === 0) chosen.hour = hours[index];
      else chosen.minute = minutes()[index];
      settle();
      return column === 0 ? [[1, minutes().map(pad), minutes().indexOf(chosen.minute)]] : [];
    },
    text: () => pad(chosen.hour) + ':' + pad(chosen.minute),
  };
}
