// Places in the built scripts as places in the developer's files. A map is fetched when something of its script is first
// shown, and decoded once.

// What stack traces call a script of the app: …/app/index.worker.js?v=build:line:column
const place = /(?:https?:\/\/[^\s()]*?)?\/app\/([^\s():?]+\.js)(\?v=[^\s():]*)?:(\d+):(\d+)/;
const places = new RegExp(place, 'g');
const digits = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((c, i) => [c.charCodeAt(0), i]));
const around = 2; // lines of a code frame before and behind

export class SourceMap {
  constructor({ sources, sourcesContent, mappings }) {
    this.sources = sources;
    this.contents = sourcesContent || [];
    this.lines = []; // per line: column, source (-1: none), line, column, column, …
    let source = 0;
    let line = 0;
    let column = 0;
    let at = 0;
    const number = () => {
      let bits = 0;
      for (let shift = 0; ; shift += 5) {
        const digit = digits.get(mappings.charCodeAt(at++));
        if (digit === undefined) throw new Error('broken source map');
        bits |= (digit & 31) << shift;
        if (digit < 32) return bits & 1 ? -(bits >> 1) : bits >> 1;
      }
    };
    const ends = () => at >= mappings.length || mappings[at] === ',' || mappings[at] === ';';
    while (at <= mappings.length) {
      const segments = [];
      for (let generated = 0; at < mappings.length && mappings[at] !== ';'; ) {
        if (mappings[at] === ',') {
          at += 1;
          continue;
        }
        generated += number();
        if (ends()) {
          segments.push(generated, -1, 0, 0);
          continue;
        }
        source += number();
        line += number();
        column += number();
        if (!ends()) number(); // a name
        segments.push(generated, source, line, column);
      }
      this.lines.push(segments);
      at += 1;
    }
  }

  // line, column: from 1, as stack traces have them. Null where the text is ours.
  find(line, column) {
    const segments = this.lines[line - 1] || [];
    let low = 0;
    let high = segments.length / 4;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (segments[middle * 4] < column) low = middle + 1;
      else high = middle;
    }
    const at = (low - 1) * 4;
    if (low === 0 || segments[at + 1] < 0) return null;
    const source = segments[at + 1];
    return { path: this.sources[source], line: segments[at + 2] + 1, column: segments[at + 3] + 1, content: this.contents[source] };
  }
}

// The lines around a place, with a caret.
export function frameAt({ content, line, column }) {
  if (!content) return '';
  const all = content.split(/\r\n|[\n\r\u2028\u2029]/);
  const first = Math.max(1, line - around);
  const last = Math.min(all.length, line + around);
  const width = String(last).length;
  const out = [];
  for (let number = first; number <= last; number += 1) {
    const text = all[number - 1];
    if (text.length > 300) return '';
    out.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`);
    if (number === line) out.push(`  ${' '.repeat(width)} | ${text.slice(0, column - 1).replace(/[^\t]/g, ' ')}^`);
  }
  return out.join('\n');
}

export const nameOf = ({ path, line, column }) => `${path}:${line}:${column}`;

export class SourceMaps {
  // load(file): the parsed map of a script below app/, or a rejection
  constructor(load) {
    this.load = load;
    this.maps = new Map();
  }

  map(file, version) {
    const key = file + version;
    if (!this.maps.has(key)) {
      if (this.maps.size >= 8) this.maps.delete(this.maps.keys().next().value); // those of builds long gone
      const made = this.load(file + '.map' + version).then(
        (json) => new SourceMap(json),
        () => null, // packages have none
      );
      this.maps.set(key, made);
    }
    return this.maps.get(key);
  }

  async find(match) {
    const map = await this.map(match[1], match[2] || '');
    return map && map.find(Number(match[3]), Number(match[4]));
  }

  // A stack trace, or any text with places in it: {text, top}. top is the first place that is known, or null. What of a trace
  // leads into the runtime is left out.
  async resolve(text) {
    const whole = String(text);
    if (!place.test(whole)) return { text: whole, top: null };
    let top = null;
    const lines = [];
    for (const line of whole.split('\n')) {
      const found = [];
      for (const match of line.matchAll(places)) found.push([match[0], await this.find(match)]);
      let shown = line;
      for (const [written, origin] of found) {
        if (origin) shown = shown.replace(written, nameOf(origin));
        top = top || origin;
      }
      const origins = found.filter(([, origin]) => origin);
      const ours = !origins.length && (found.length > 0 || /\/(worker|page|simulator)\.js[?:]/.test(line));
      if (!ours) lines.push(shown);
    }
    return top ? { text: lines.join('\n'), top } : { text: whole, top: null };
  }
}
