// The whole road in the browser: hand-written compiled packages on our runtime in the real simulator.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { root, startServer } from './support/server.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function run(folder, body) {
  const server = await startServer({ appFolder: join(root, 'tests/fixtures', folder) });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(server.url);
  await page.waitForFunction(
    () => self.__mpaas && __mpaas.stack && document.querySelector('.session') && __mpaas.stack().some((one) => one.painted),
  );
  const until = async (test, what) => {
    for (let round = 0; round < 400; round++) {
      if (await test()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('never happened: ' + what);
  };
  const text = () => page.evaluate(() => __mpaas.frame().document.body.innerText);
  const tap = (label) =>
    page.evaluate((wanted) => {
      const button = Array.from(__mpaas.frame().document.querySelectorAll('.a-button')).find((one) => one.textContent === wanted);
      if (!button) throw new Error('no button ' + wanted);
      button.click();
    }, label);
  try {
    await body({
      server,
      page,
      text,
      tap,
      until,
      logs: () => page.evaluate(() => __mpaas.logs.map((log) => log.text)),
      stack: () => page.evaluate(() => __mpaas.stack().map((one) => one.path)),
    });
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
    await server.close();
  }
}

for (const folder of ['compiled-component2', 'compiled-legacy']) {
  test(folder + ': mounts, counts taps, keeps data over a template update, keeps the stack over a full one', async () => {
    await run(folder, async ({ server, page, text, tap, until, stack }) => {
      await until(async () => /count 0/.test(await text()), 'count 0');
      await tap('plus');
      await until(async () => /count 1/.test(await text()), 'count 1');
      const source = await readFile(join(root, 'tests/fixtures', folder, 'index.js'), 'utf8');
      assert.match(source, /'count '/);
      const sessions = await page.evaluate(() => __mpaas.sessions());
      server.state.files['index.js'] = source.replaceAll("'count '", "'total '");
      server.send({ type: 'update', buildId: '2', kind: 'template', files: ['index.js'] });
      await until(async () => /total 1/.test(await text()), 'new template, kept data');
      assert.equal(await page.evaluate(() => __mpaas.sessions()), sessions);
      const before = await stack();
      server.state.app.buildId = '3';
      const worker = await readFile(join(root, 'tests/fixtures', folder, 'index.worker.js'), 'utf8');
      server.state.files['index.worker.js'] = worker.replaceAll("'count '", "'total '");
      server.send({ type: 'update', buildId: '3', kind: 'full', files: ['index.worker.js'] });
      await until(
        () => page.evaluate((count) => __mpaas.sessions() === count + 1 && document.querySelectorAll('.session').length === 1, sessions),
        'swap',
      );
      await until(async () => /total 0/.test(await text()), 'fresh data');
      assert.deepEqual(await stack(), before);
    });
  });
}

test('app data is there to look at', async () => {
  await run('compiled-component2', async ({ page, until }) => {
    await page.locator('#tab-data').click();
    await until(async () => /pages\/index\/index/.test(await page.locator('#panel-data').innerText()), 'page in the panel');
    assert.match(await page.locator('#panel-data').innerText(), /count/);
  });
});

test('a first build that is broken shows its problems, and the app once it is fixed', async () => {
  const problem = { path: 'app.json', line: 1, column: 1, code: 'E1001', severity: 'error', message: 'no pages', hint: '', frame: '' };
  const server = await startServer({
    appFolder: join(root, 'tests/fixtures/compiled-legacy'),
    app: null,
    hello: { type: 'hello', buildId: '', ok: false, diagnostics: [problem] },
  });
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  try {
    await page.goto(server.url);
    await page.locator('.overlay', { hasText: 'E1001' }).waitFor();
    server.state.app = { appId: '2021000000000001', name: 'Fixed', version: '1.0.0', buildId: '2' };
    server.send({ type: 'update', buildId: '2', kind: 'full', files: [] });
    server.send({ type: 'fixed' });
    await page.waitForFunction(() => document.querySelectorAll('.session').length === 1 && __mpaas.stack().every((one) => one.painted));
    assert.equal(await page.locator('.overlay').isVisible(), false);
    assert.match(await page.locator('.app-name').innerText(), /Fixed/);
  } finally {
    await context.close();
    await server.close();
  }
});
