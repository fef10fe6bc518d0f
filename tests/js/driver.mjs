// Talks to js_driver: one request a line, one JSON answer a line.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = path.resolve(root, process.env.MPAAS_BUILD || 'build/release');

export const modules = path.join(root, 'tests/node_modules');

export class Driver {
  constructor() {
    const program = path.join(build, 'tests/js_driver');
    if (!existsSync(program)) throw new Error(`${program} is not built`);
    this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.waiting = [];
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()[0](line));
    this.child.on('exit', (code, signal) => {
      for (const [, reject] of this.waiting) reject(new Error(`js_driver ended: ${code ?? signal}`));
    });
  }
  async ask(command, file = '', flags = [], references = []) {
    const line = await new Promise((resolve, reject) => {
      this.waiting.push([resolve, reject]);
      this.child.stdin.write([command, file, flags.join(','), ...references].join('\t') + '\n');
    });
    return JSON.parse(line);
  }
  close() {
    this.child.stdin.end();
  }
}
