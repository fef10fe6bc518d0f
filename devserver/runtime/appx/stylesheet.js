// One per acss file. As text: every imported sheet depth first and once, then its own.

export class StyleSheet {
  constructor(options) {
    this.stylePath = options && options.stylePath;
    this.imported = [];
    this.text = '';
  }

  imports(sheet) {
    if (sheet) this.imported.push(sheet);
    return this;
  }

  exports(text) {
    this.text = text === null || text === undefined ? '' : String(text);
    return this;
  }

  toString() {
    const texts = [];
    collect(this, new Set(), texts);
    return texts.join('\n');
  }
}

function collect(sheet, seen, texts) {
  if (seen.has(sheet)) return;
  seen.add(sheet);
  if (!Array.isArray(sheet.imported)) {
    texts.push(String(sheet));
    return;
  }
  for (const imported of sheet.imported) {
    collect(
      imported !== null && typeof imported === 'object' && imported.default !== undefined ? imported.default : imported,
      seen,
      texts,
    );
  }
  if (sheet.text !== '') texts.push(sheet.text);
}
