// Ops of the logic worker -> DOM of the page frame.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch, openScripted } from './support/browser.mjs';

let browser;
let s;
let frame;
before(async () => {
  browser = await launch();
});
beforeEach(async () => {
  s = await openScripted(browser);
  frame = await s.frame();
});
afterEach(async () => {
  await s.close();
  assert.deepEqual(s.problems, []);
});
after(() => browser.close());

const html = () => frame.evaluate(() => document.querySelector('.a-page').innerHTML);
const text = (selector) => frame.evaluate((wanted) => document.querySelector(wanted).textContent, selector);

test('elements, texts and attributes', async () => {
  await s.patch([
    [0, 2, 'view'],
    [1, 2, 'class', 'card big'],
    [1, 2, 'id', 'first'],
    [1, 2, 'data-user-name', { a: 1 }],
    [1, 2, 'aria-label', 'Card'],
    [0, 3, '', 'one'],
    [3, 2, [3]],
    [3, 1, [2]],
  ]);
  assert.equal(await html(), '<div class="a-view card big" id="first" aria-label="Card">one</div>');
  await s.patch([
    [2, 3, 'two'],
    [1, 2, 'class', null],
    [1, 2, 'id', null],
    [1, 2, 'aria-label', null],
  ]);
  assert.equal(await html(), '<div class="a-view">two</div>');
});

test('the page root exists before the first patch and takes page styles', async () => {
  await s.patch([
    [0, 1, 'page'],
    [0, 2, 'view'],
    [3, 1, [2]],
  ]);
  await s.toPage({
    t: 'style',
    css: '.a-page{background:rgb(1, 2, 3)} .hair{border-top:0.01rem solid red} .pic{background-image:url(/image/dot.png)}',
  });
  await s.patch([[1, 2, 'class', 'hair pic']]);
  const found = await frame.evaluate(() => [
    document.querySelector('.a-page').className,
    getComputedStyle(document.querySelector('.a-page')).backgroundColor,
    getComputedStyle(document.querySelector('.hair')).borderTopWidth,
    getComputedStyle(document.querySelector('.pic')).backgroundImage,
  ]);
  assert.equal(found[0], 'a-page tiny-page');
  assert.equal(found[1], 'rgb(1, 2, 3)');
  assert.equal(found[2], '1px');
  assert.match(found[3], /\/token\/app\/image\/dot\.png"\)$/);
});

test('styles swap in place: elements, state and scroll stay', async () => {
  await s.patch([
    [0, 2, 'input'],
    [1, 2, 'value', 'typed'],
    [0, 3, 'view'],
    [1, 3, 'style', 'height:3000px'],
    [3, 1, [2, 3]],
  ]);
  await s.toPage({ t: 'style', css: '.a-view{color:rgb(9, 9, 9)}' });
  await frame.evaluate(() => {
    self.kept = document.querySelector('input');
    self.kept.value = 'by hand';
    scrollTo(0, 500);
  });
  await s.toPage({ t: 'style', css: '.a-view{color:rgb(8, 8, 8)}' });
  await s.until(() => frame.evaluate(() => getComputedStyle(document.querySelector('.a-view')).color === 'rgb(8, 8, 8)'));
  assert.deepEqual(await frame.evaluate(() => [self.kept === document.querySelector('input'), self.kept.value, scrollY]), [
    true,
    'by hand',
    500,
  ]);
});

test('children move without being rebuilt, and freed nodes leave', async () => {
  const rows = [2, 3, 4, 5];
  await s.patch([
    ...rows.flatMap((id) => [
      [0, id, 'view'],
      [0, id + 10, '', String(id)],
      [3, id, [id + 10]],
    ]),
    [3, 1, rows],
  ]);
  await frame.evaluate(() => {
    self.rows = Array.from(document.querySelectorAll('.a-view'));
  });
  await s.patch([
    [3, 1, [5, 3, 2]],
    [4, 14],
    [4, 4],
  ]);
  assert.equal(await text('.a-page'), '532');
  assert.ok(
    await frame.evaluate(
      () => document.querySelectorAll('.a-view')[0] === self.rows[3] && document.querySelectorAll('.a-view')[2] === self.rows[0],
    ),
  );
  assert.equal(await frame.evaluate(() => self.mpaasPage.view.nodes.has(4)), false);
});

test('inline styles: rpx, numbers, kebab and camel names, urls, unknown ones', async () => {
  await s.patch([
    [0, 2, 'view'],
    [1, 2, 'style', 'width: 375rpx; margin-top:-10rpx; background-image:url("/image/dot.png?a;b=10rpx"); nonsense: 1; --gap: 20rpx'],
    [0, 3, 'view'],
    [
      1,
      3,
      'style',
      { fontSize: 20, lineHeight: 2, 'padding-left': '750rpx', opacity: 0.5, borderTopWidth: '0.5rpx', borderTopStyle: 'solid' },
    ],
    [3, 1, [2, 3]],
  ]);
  const found = await frame.evaluate(() => Array.from(document.querySelectorAll('.a-view')).map((node) => node.style.cssText));
  const width = await frame.evaluate(() => document.documentElement.clientWidth);
  const px = (rpx) => Math.floor((rpx / 750) * width);
  assert.match(found[0], new RegExp(`width: ${px(375)}px`));
  assert.match(found[0], new RegExp(`margin-top: -${px(10)}px`));
  assert.match(found[0], /app\/image\/dot\.png\?a;b=10rpx"/);
  assert.match(found[0], new RegExp(`--gap: ${px(20)}px`));
  assert.doesNotMatch(found[0], /nonsense/);
  assert.match(found[1], /font-size: 20px/);
  assert.match(found[1], /line-height: 2;/);
  assert.match(found[1], new RegExp(`padding-left: ${px(750)}px`));
  assert.match(found[1], /border-top-width: 1px/);
});

test('rem follows the screen, and inline rpx are computed again', async () => {
  await s.patch([
    [0, 2, 'view'],
    [1, 2, 'style', 'width:750rpx'],
    [3, 1, [2]],
  ]);
  await frame.evaluate(() => {
    frameElement.style.width = '300px';
  });
  await s.until(() => frame.evaluate(() => document.querySelector('.a-view').style.width === '300px'));
  assert.equal(await frame.evaluate(() => document.documentElement.style.fontSize), '40px');
});

test('tags nobody knows render their children only', async () => {
  await s.patch([
    [0, 2, 'no-such-tag'],
    [0, 3, 'view'],
    [0, 4, '', 'inside'],
    [3, 3, [4]],
    [3, 2, [3]],
    [3, 1, [2]],
  ]);
  assert.equal(await frame.evaluate(() => getComputedStyle(document.querySelector('.a-no-such-tag')).display), 'contents');
  assert.equal(await text('.a-view'), 'inside');
});

test('strings of the app never become markup', async () => {
  const evil = '<img src=x onerror="parent.__broken = 1">';
  await s.patch([
    [0, 2, 'view'],
    [0, 3, '', evil],
    [3, 2, [3]],
    [0, 4, 'rich-text'],
    [
      1,
      4,
      'nodes',
      evil +
        '<script>parent.__broken = 1</script><a href="javascript:parent.__broken=1" onclick="parent.__broken=1">link</a><p style="color:red">ok</p>',
    ],
    [0, 5, 'input'],
    [1, 5, 'placeholder', evil],
    [0, 6, 'image'],
    [1, 6, 'src', 'javascript:parent.__broken=1'],
    [3, 1, [2, 4, 5, 6]],
  ]);
  assert.equal(await text('.a-view'), evil);
  const rich = await frame.evaluate(() => document.querySelector('.a-rich-text').innerHTML);
  assert.doesNotMatch(rich, /script|onerror|onclick|javascript/);
  assert.match(rich, /<p style="color: red;">ok<\/p>/);
  assert.equal(await s.page.evaluate(() => self.__broken), undefined);
});

test('hostile ops do no harm', async () => {
  await s.patch([
    [9, 9],
    [1, 99, 'class', 'x'],
    [3, 1, [77, 78]],
    [4, 55],
    [2, 1, 'x'],
    [0, 5, 'a b"<'],
    [3, 1, [5]],
    [1, 5, '__proto__', 1],
    [1, 5, 'style', { constructor: 'x' }],
  ]);
  assert.equal(await frame.evaluate(() => document.querySelectorAll('.a-page > *').length), 1);
});

test('relative pictures count from the page, absolute ones from the package', async () => {
  await s.patch([
    [0, 2, 'image'],
    [1, 2, 'src', '../a.png'],
    [0, 3, 'image'],
    [1, 3, 'src', '/image/dot.png'],
    [0, 4, 'image'],
    [1, 4, 'src', 'https://example.invalid/x.png'],
    [3, 1, [2, 3, 4]],
  ]);
  const sources = await frame.evaluate(() => Array.from(document.querySelectorAll('img')).map((node) => node.src));
  assert.equal(sources[0], s.server.url + 'app/pages/a.png');
  assert.equal(sources[1], s.server.url + 'app/image/dot.png');
  assert.equal(sources[2], 'https://example.invalid/x.png');
});
