// Compares two acorn trees as programs: what printing may change (places, quotes, !0 for true, braces around a lone
// statement) is equal. Returns '' or where and how they differ.
const ignored = new Set(['start', 'end', 'loc', 'range', 'raw', 'directive', 'sourceType']);
const lone = /^(Expression|Return|Break|Continue|Throw)Statement$/;

function plain(node) {
  if (node.type === 'BlockStatement' && node.body.length === 1 && lone.test(node.body[0].type)) return node.body[0];
  if (node.type === 'UnaryExpression' && node.operator === '!' && node.argument.type === 'Literal' &&
      (node.argument.value === 0 || node.argument.value === 1)) {
    return { type: 'Literal', value: node.argument.value === 0 };
  }
  return node;
}

export function difference(left, right, where = '') {
  if (left === right) return '';
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
    return Object.is(left, right) ? '' : `${where}: ${String(left)} | ${String(right)}`;
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return `${where}: ${left.length} | ${right.length} elements`;
    for (let i = 0; i < left.length; i++) {
      const found = difference(left[i], right[i], `${where}[${i}]`);
      if (found) return found;
    }
    return '';
  }
  if (left instanceof RegExp) return String(left) === String(right) ? '' : `${where}: ${left} | ${right}`;
  const a = plain(left), b = plain(right);
  if (a.type !== b.type) return `${where || '.'}: ${a.type} | ${b.type} at ${left.start} | ${right.start}`;
  for (const key in a) {
    if (ignored.has(key)) continue;
    const found = difference(a[key] ?? null, b[key] ?? null, '');
    if (found) return `${a.type}.${key} (${left.start} | ${right.start}) ${found}`;
  }
  return '';
}
