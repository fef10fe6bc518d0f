// The files which the tests read: everything of a kind under tests/node_modules.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { modules } from './driver.mjs';

export function files(extensions, folder = modules, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    // Its files are a suite of their own, half of them wrong on purpose: conformance.test.mjs.
    if (entry.isDirectory() && entry.name !== 'test262-parser-tests') files(extensions, full, found);
    else if (entry.isFile() && extensions.test(entry.name)) found.push(full);
  }
  return found;
}

export const nameOf = (file) => path.relative(modules, file);
