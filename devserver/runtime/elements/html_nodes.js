// HTML text -> the node list of rich-text. A small tokenizer of our own: the browser's parsers would try the styles and handlers
// in the text against the page's Content-Security-Policy. Never fails; what it cannot read becomes text.
const voidTags = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const rawTags = new Set('script style textarea title xmp iframe noscript'.split(' '));
// an opening tag closes these, if one of them is the innermost open element
const closedBy = {
  li: ['li'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
  tr: ['tr', 'td', 'th'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  option: ['option'],
};
const blocks = new Set(
  'address article aside blockquote center div dl fieldset footer h1 h2 h3 h4 h5 h6 header hr nav ol p pre section table ul'.split(' '),
);
const named = {
  nbsp: '\u00a0',
  lt: '<',
  gt: '>',
  amp: '&',
  apos: "'",
  quot: '"',
  ensp: '\u2002',
  emsp: '\u2003',
  copy: '©',
  reg: '®',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  times: '×',
  yen: '¥',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  bull: '•',
};
const deepest = 64;

export function decodeEntities(text) {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (all, decimal, hex, name) => {
    if (name) return Object.prototype.hasOwnProperty.call(named, name) ? named[name] : all;
    const code = decimal ? parseInt(decimal, 10) : parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}

function readAttributes(text) {
  const attrs = {};
  const one = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
  for (let found = one.exec(text); found; found = one.exec(text)) {
    const value = [found[2], found[3], found[4], ''].find((part) => part !== undefined);
    const name = found[1].toLowerCase();
    if (name !== '__proto__' && !Object.prototype.hasOwnProperty.call(attrs, name)) attrs[name] = decodeEntities(value);
  }
  return attrs;
}

export function htmlNodes(html) {
  const rest = String(html);
  const lower = rest.toLowerCase();
  const root = { name: '', children: [] };
  const open = [root];
  const top = () => open[open.length - 1];
  const addText = (text) => {
    if (text) top().children.push({ type: 'text', text: decodeEntities(text) });
  };
  const token = /<!--[\s\S]*?(?:-->|$)|<![^>]*>|<\?[^>]*>|<\/([a-zA-Z][^\s/>]*)[^>]*>|<([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/g;
  let at = 0;
  for (let found = token.exec(rest); found; found = token.exec(rest)) {
    addText(rest.slice(at, found.index));
    at = token.lastIndex;
    if (found[1]) {
      const name = found[1].toLowerCase();
      const index = open.map((node) => node.name).lastIndexOf(name);
      if (index > 0) open.length = index;
    } else if (found[2]) {
      const name = found[2].toLowerCase();
      while (open.length > 1 && ((closedBy[name] || []).indexOf(top().name) >= 0 || (blocks.has(name) && top().name === 'p'))) open.pop();
      const node = { name, attrs: readAttributes(found[3]), children: [] };
      top().children.push(node);
      if (rawTags.has(name)) {
        const end = lower.indexOf('</' + name, at);
        token.lastIndex = at = end < 0 ? rest.length : end;
      } else if (!voidTags.has(name) && !/\/\s*$/.test(found[3]) && open.length < deepest) open.push(node);
    }
  }
  addText(rest.slice(at));
  return root.children;
}
