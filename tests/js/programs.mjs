// The small programs of programs/*.js. A file holds many:
//   //# name | from 2015 | plain        begins one; from: the oldest edition in which it can mean the same,
//                                       plain: it reads names of functions, which mangling changes
//   //= text                            a line it logs; else node running the original is the oracle
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');

export function programs() {
  const found = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js')).sort()) {
    for (const text of readFileSync(path.join(folder, file), 'utf8').split(/^\/\/# /m).slice(1)) {
      const end = text.indexOf('\n');
      const [name, ...tags] = text.slice(0, end).split(' | ').map((part) => part.trim());
      const lines = text.slice(end + 1).split('\n');
      const logged = lines.filter((line) => line.startsWith('//= ')).map((line) => line.slice(4));
      found.push({
        name: `${file.replace('.js', '')}: ${name}`,
        code: lines.filter((line) => !line.startsWith('//= ')).join('\n'),
        logged: logged.length ? logged : null,
        from: Number(tags.find((tag) => tag.startsWith('from '))?.slice(5) ?? 5),
        plain: tags.includes('plain'),
      });
    }
  }
  return found;
}
