// The same package, the same taps: what our runtime logs is what the real framework (SDK 1.14.1) logged. The
// recordings hold the log lines and the page's text only; docs of the fixtures say how they were made.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { FakeHost, fixtures, readPackage, settle } from './harness.mjs';

for (const mode of ['component2', 'legacy']) {
  test(`life cycles of ${mode} components are those of the real framework`, async () => {
    const recorded = JSON.parse(fs.readFileSync(new URL(`./recorded/${mode}.json`, import.meta.url), 'utf8'));
    const host = await new FakeHost(readPackage(`${fixtures}compiled-${mode}`)).start();
    for (const action of recorded.actions) {
      if (action === 'BACK') host.push('back');
      else if (action.startsWith('.')) host.top.tap(host.top.byClass(action.slice(1))[0]);
      else host.top.tap(action);
      await settle();
    }
    assert.deepEqual(host.takeLife(), recorded.lines);
    assert.equal(host.top.text().replace(/\s/g, ''), recorded.text);
    assert.deepEqual(host.errors, []);
  });
}
