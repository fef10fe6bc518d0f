// The real binary, a project made by `mpaas create`, `mpaas dev` and headless Chromium, in few words.
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, '../..');
export const mpaas = process.env.MPAAS || path.join(root, 'build/release/mpaas');
export const artifacts = process.env.MPAAS_ARTIFACTS || path.join(root, 'build/release/artifacts');
fs.mkdirSync(artifacts, { recursive: true });

export const launch = () => chromium.launch({
  executablePath: process.env.MPAAS_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A project from a template in a folder of its own; npm packages are those of tests/node_modules.
export function createProject(template, ...flags) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-e2e-'));
  const dir = path.join(folder, template);
  execFileSync(mpaas, ['create', template, dir, ...flags], { stdio: 'pipe' });
  if (fs.existsSync(path.join(dir, 'package.json'))) fs.symlinkSync(path.join(root, 'tests/node_modules'), path.join(dir, 'node_modules'));
  return { dir, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

// `mpaas dev --json` on a free port: its events, the next event of a kind, and the end.
export async function startDev(dir, ...flags) {
  const child = spawn(mpaas, ['dev', dir, '--port', '0', '--json', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const events = [];
  const waiting = [];
  let errors = '';
  let rest = '';
  child.stderr.on('data', (data) => { errors += data; });
  child.stdout.on('data', (data) => {
    rest += data;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const event = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      events.push(event);
      for (const wait of waiting.splice(0)) if (!wait(event)) waiting.push(wait);
    }
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const dev = {
    child, events,
    next: (kind, test = () => true) => new Promise((resolve, reject) => {
      waiting.push((event) => event.event === kind && test(event) && (resolve(event), true));
      closed.then(() => reject(new Error(`mpaas dev ended before ${kind}: ${errors}`)));
    }),
    async stop() {
      child.kill('SIGINT');
      return closed;
    },
  };
  dev.url = (await dev.next('ready')).url;
  return dev;
}

// The simulator in a tab. problems: whatever a developer would see as an error.
export async function openSimulator(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/net::ERR_|Failed to load resource/.test(message.text())) problems.push(message.text());
  });
  await page.goto(url);
  const simulator = {
    page, problems,
    stack: () => page.evaluate(() => (self.__mpaas && self.__mpaas.stack()) || []),
    // the Playwright frame of the page on top
    async top() {
      const handle = await page.evaluateHandle(() => self.__mpaas.frame().frameElement);
      return handle.asElement().contentFrame();
    },
    text: () => page.evaluate(() => self.__mpaas.frame().document.body.innerText),
    async until(test, what) {
      let last;
      for (let round = 0; round < 600; round++) {
        last = await test().catch((error) => error);
        if (last && !(last instanceof Error)) return last;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`never happened: ${what}; last ${last}; problems ${JSON.stringify(problems)}`);
    },
    // waits until the page at `path` is on top and painted
    at: (path) => simulator.until(async () => {
      const top = (await simulator.stack()).at(-1);
      return top && top.path === path && top.painted;
    }, `page ${path} on top`),
    shows: (text) => simulator.until(async () => (await simulator.text()).includes(text), `text ${text}`),
    open: (path) => page.evaluate((where) => self.__mpaas.open(where), path),
    shot: (name) => page.screenshot({ path: path.join(artifacts, name + '.png') }),
    close: () => context.close(),
  };
  return simulator;
}

// Replaces text in a file of the project; fails when it is not there.
export function edit(dir, file, from, to) {
  const full = path.join(dir, file);
  const text = fs.readFileSync(full, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
  fs.writeFileSync(full, text.replace(from, to));
}
