// Headless Chromium, the simulator with the fake worker, and short ways to send ops and read events.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startServer } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8DwHwj+MwAAHfgD/ZXrxhUAAAAASUVORK5CYII=',
  'base64',
);

export function launch() {
  return chromium.launch({
    executablePath: process.env.MPAAS_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A scripted simulator: `patch(ops)` applies to page 101, `frame` is its document, `events()` what the page sent so far.
export async function openScripted(
  browser,
  { appConfig = { pages: ['pages/index/index'], window: {} }, tabBar = { items: [] }, context = {}, ...options } = {},
) {
  const workerScript = await readFile(join(here, 'fake_worker.js'), 'utf8');
  const server = await startServer({
    workerScript,
    ...options,
    files: {
      'appConfig.json': JSON.stringify(appConfig),
      'tabBar.json': JSON.stringify(tabBar),
      'image/dot.png': picture,
      ...options.files,
    },
  });
  const tab = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce', ...context });
  const page = await tab.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404|net::ERR/.test(message.text())) problems.push(message.text());
  });
  const workerCame = page.waitForEvent('worker');
  await page.goto(server.url);
  let worker = await workerCame;
  page.on('worker', (next) => {
    worker = next;
  });
  await worker.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => (self.ports[101] ? resolve() : setTimeout(look, 5));
        look();
      }),
  );
  let marks = 0;
  const self = {
    server,
    page,
    problems,
    get worker() {
      return worker;
    },
    // waits for the ack, so what follows sees the patched page
    async patch(ops, pageId = 101) {
      await worker.evaluate(
        async ([id, list]) => {
          const acks = () => self.events.filter((event) => event.t === 'ack').length;
          const before = acks();
          self.patch(id, list);
          while (acks() === before) await new Promise((resolve) => setTimeout(resolve, 2));
        },
        [pageId, ops],
      );
    },
    async frame(index = -1) {
      const handle = await page.evaluateHandle((at) => self.__mpaas.frame(at), index);
      for (const one of page.frames()) {
        if (
          await page
            .evaluate(([wanted, element]) => element.contentWindow === wanted, [handle, await one.frameElement().catch(() => null)])
            .catch(() => false)
        )
          return one;
      }
      throw new Error('no such frame');
    },
    // What the top page has sent so far. A mark through the same port first, so that nothing already sent is missed.
    async events(type) {
      const mark = ++marks;
      await page.evaluate((number) => __mpaas.frame().mpaasPage.view.post({ t: 'mark', number }), mark);
      return worker.evaluate(
        async ([wanted, number]) => {
          while (!self.events.some((event) => event.t === 'mark' && event.number === number))
            await new Promise((resolve) => setTimeout(resolve, 1));
          return self.events.filter((event) => event.t !== 'mark' && (wanted ? event.type === wanted || event.t === wanted : true));
        },
        [type, mark],
      );
    },
    clear: () =>
      worker.evaluate(() => {
        self.events = [];
      }),
    toPage: (message, pageId = 101) => worker.evaluate(([id, data]) => self.toPage(id, data), [pageId, message]),
    toHost: (message) => worker.evaluate((data) => self.toHost(data), message),
    async until(test, what = 'condition') {
      for (let round = 0; round < 400; round++) {
        const value = await test();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('never happened: ' + what);
    },
    async close() {
      await tab.close();
      await server.close();
    },
  };
  return self;
}
