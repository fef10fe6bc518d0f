function cents(value) {
  return Math.round((Number(value) || 0) * 100);
}

// 12345.6 -> "12,345"
function integer(value) {
  const digits = '' + Math.floor(cents(value) / 100);
  let text = '';
  for (let i = 0; i < digits.length; i++) {
    if (i > 0 && (digits.length - i) % 3 === 0) text += ',';
    text += digits.charAt(i);
  }
  return text;
}

// 12345.6 -> "60"
function fraction(value) {
  const rest = cents(value) % 100;
  return rest < 10 ? '0' + rest : '' + rest;
}

export default { integer, fraction };
