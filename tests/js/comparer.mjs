// Does a program log the same after the passes? Oracle: node running the original.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as acorn from 'acorn';
import { Driver } from './driver.mjs';
import { Executor } from './executor.mjs';

export const minified = ['syntax', 'mangle', 'minify'];

export class Comparer {
  constructor(patience) {
    this.driver = new Driver();
    this.executor = new Executor(patience);
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-js-'));
  }
  close() {
    this.driver.close();
    this.executor.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
  original(code) {
    return this.executor.run(code);
  }
  // What the program logs when it has gone through the passes; `code` is what the passes made of it.
  async outcome(program, edition, style) {
    const file = path.join(this.folder, 'program.js');
    writeFileSync(file, program);
    let answer;
    try {
      answer = await this.driver.ask('print', file, ['script', 'return', 'local', `es=${edition}`, ...style]);
    } catch (error) {
      this.driver = new Driver();
      return { lines: [error.message] };
    }
    if (!answer.ok) return { lines: [`is refused: ${answer.diagnostics[0]?.message}`] };
    const ecmaVersion = edition === 'esnext' ? 'latest' : Number(edition);
    try {
      acorn.parse(answer.code, { ecmaVersion, sourceType: 'script', allowReturnOutsideFunction: true });
    } catch (error) {
      return { lines: [`not ES${edition}: ${error.message}`], code: answer.code };
    }
    return { lines: await this.executor.run(answer.code), code: answer.code };
  }
}
