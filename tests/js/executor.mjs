// Runs programs and tells what they log. In a worker, so that a program that does not end can be given up.
//   new Executor().run(code) → lines; the code is the body of a function that gets `log` and may return a promise.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

// Messages of the engine's own errors name variables, and minified code has others.
function shownError(error) {
  const own = ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError'].includes(error.name);
  return own ? `<${error.name}>` : `<${error.name}: ${error.message}>`;
}

export function show(value, depth = 0) {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '<function>';
  if (value === null || typeof value !== 'object') return String(value);
  if (depth > 6) return '…';
  if (value instanceof Error) return shownError(value);
  const keys = Object.keys(value);
  const entry = (key) => `${key}: ${show(value[key], depth + 1)}`;
  if (Array.isArray(value)) {
    const items = [];
    for (let i = 0; i < value.length; i++) items.push(i in value ? show(value[i], depth + 1) : '<hole>');
    for (const key of keys) if (!(Number(key) >= 0)) items.push(entry(key));
    return `[${items.join(', ')}]`;
  }
  if (value instanceof Map || value instanceof Set) return `<${value.constructor.name} ${show([...value], depth + 1)}>`;
  if (value instanceof RegExp) return String(value);
  return `{${keys.map(entry).join(', ')}}`;
}

export async function execute(code) {
  const lines = [];
  const log = (...values) => {
    if (lines.length < 5000) lines.push(values.map((value) => show(value)).join(', '));
  };
  const rejected = (error) => lines.push(`unhandled: ${show(error)}`);
  process.on('unhandledRejection', rejected);
  try {
    await vm.compileFunction(code, ['log'], { filename: 'program.js' })(log);
  } catch (error) {
    lines.push(`throws ${show(error)}`);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', rejected);
  return lines;
}

export class Executor {
  // Nobody waits that long for a program that is right; it is no limit to speed.
  constructor(patience = 60_000) {
    this.patience = patience;
  }
  run(code) {
    this.worker ??= this.#start();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#giveUp('does not end'), this.patience);
      this.finish = (lines) => {
        clearTimeout(timer);
        resolve(lines);
      };
      this.worker.postMessage(code);
    });
  }
  #start() {
    const worker = new Worker(fileURLToPath(import.meta.url));
    worker.on('message', (lines) => this.finish(lines));
    worker.on('error', (error) => this.#giveUp(`the worker died: ${error.message}`));
    return worker;
  }
  #giveUp(why) {
    this.worker?.removeAllListeners('message');
    this.worker?.terminate();
    this.worker = undefined;
    this.finish([why]);
  }
  close() {
    this.worker?.terminate();
  }
}

if (!isMainThread) {
  Symbol.dispose ??= Symbol('Symbol.dispose');
  Symbol.asyncDispose ??= Symbol('Symbol.asyncDispose');
  parentPort.on('message', async (code) => parentPort.postMessage(await execute(code)));
}
