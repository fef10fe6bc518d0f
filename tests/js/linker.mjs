// A linker for tests: follows the imports of an entry file through js_driver and returns one script whose value is the
// entry's exports.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

function asFile(file) {
  for (const candidate of [file, `${file}.js`, `${file}.mjs`, `${file}.json`]) {
    if (existsSync(candidate) && statSync(candidate).isFile()) return candidate;
  }
  if (existsSync(file) && statSync(file).isDirectory()) {
    const description = path.join(file, 'package.json');
    const { module, main } = existsSync(description) ? JSON.parse(readFileSync(description, 'utf8')) : {};
    return (module && asFile(path.join(file, module))) || (main && asFile(path.join(file, main))) || asFile(path.join(file, 'index'));
  }
  return '';
}

function resolve(specifier, from) {
  if (/^\.{0,2}\//.test(specifier)) return asFile(path.resolve(path.dirname(from), specifier));
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    const found = asFile(path.join(folder, 'node_modules', specifier));
    if (found || folder === path.dirname(folder)) return found;
  }
}

export async function link(driver, entry, flags = [], circular = false) {
  const ids = new Map([[entry, 0]]);
  const definitions = [];
  for (const [file, id] of ids) {
    if (file.endsWith('.json')) {
      definitions[id] = `module.exports = ${readFileSync(file, 'utf8')}`;
      continue;
    }
    const scanned = await driver.ask('imports', file, flags);
    if (!scanned.ok) throw new Error(`${file}: ${scanned.diagnostics[0].frame}`);
    const references = scanned.imports.map(({ specifier }) => {
      const target = resolve(specifier, file);
      if (!target) return '';
      if (!ids.has(target)) ids.set(target, ids.size);
      // All as if they were part of a circle when asked to: it must not change what happens.
      return (circular ? '~' : '') + ids.get(target);
    });
    definitions[id] = (await driver.ask('module', file, flags, references)).code;
  }
  const { code } = await driver.ask('runtime');
  const functions = definitions.map((text, id) => `${id}: function (module, exports, require) {\n${text}\n}`);
  return { code: `(${code})({\n${functions.join(',\n')}\n})(0)`, files: [...ids.keys()] };
}
