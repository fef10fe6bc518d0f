// What each built-in tag shows, sends and answers. One page for all tests; every test starts from an empty page.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { launch, openScripted } from './support/browser.mjs';

let browser;
let s;
let frame;
before(async () => {
  browser = await launch();
  s = await openScripted(browser);
  frame = await s.frame();
});
after(async () => {
  await s.close();
  await browser.close();
  assert.deepEqual(s.problems, []);
});

let next = 100;
beforeEach(async () => {
  await s.patch([[3, 1, []]]);
  await s.clear();
});

// Builds ops from a short tree: [tag, {attributes, on: 'tap change'}, ...children]; a string is text. Ids by name: `ids.box`.
function show(...trees) {
  const ids = {};
  const ops = [];
  const make = (tree) => {
    const id = next++;
    if (typeof tree === 'string') {
      ops.push([0, id, '', tree]);
      return id;
    }
    const [tag, attributes = {}, ...children] = tree;
    ops.push([0, id, tag]);
    for (const name of Object.keys(attributes)) {
      if (name === 'as') ids[attributes.as] = id;
      else if (name === 'on') ops.push([5, id, attributes.on.split(' ')]);
      else ops.push([1, id, name, attributes[name]]);
    }
    ops.push([3, id, children.map(make)]);
    return id;
  };
  const roots = trees.map(make);
  ops.push([3, 1, roots]);
  return s.patch(ops).then(() => ids);
}

const sent = async (type) => (await s.events()).filter((event) => event.t === 'event' && (!type || event.type === type));
const details = async (type) => (await sent(type)).map((event) => event.detail);
const heard = (type, count = 1) => s.until(async () => (await sent(type)).length >= count, type).then(() => details(type));
const style = (selector, name) =>
  frame.evaluate(([wanted, property]) => getComputedStyle(document.querySelector(wanted)).getPropertyValue(property), [selector, name]);
const dragBy = async (selector, dx, dy, position) => {
  const box = await frame.locator(selector).first().boundingBox();
  const x = box.x + (position ? position.x : box.width / 2);
  const y = box.y + (position ? position.y : box.height / 2);
  await s.page.mouse.move(x, y);
  await s.page.mouse.down();
  for (let step = 1; step <= 6; step++) await s.page.mouse.move(x + (dx * step) / 6, y + (dy * step) / 6);
  await s.page.mouse.up();
};

test('tap: sent once, for the innermost node, when an ancestor listens', async () => {
  const ids = await show(
    ['view', { on: 'tap' }, ['view', { as: 'inner', style: 'height:60px' }, 'x']],
    ['view', { class: 'deaf', style: 'height:60px' }],
  );
  await frame.locator('.deaf').click();
  await frame.locator('.a-view .a-view').click();
  const events = await sent();
  assert.deepEqual(
    events.map(({ id, type }) => [id, type]),
    [[ids.inner, 'tap']],
  );
  assert.equal(typeof events[0].detail.clientX, 'number');
  assert.equal(events[0].changedTouches.length, 1);
});

test('tap: a small move taps, a drag does not; keys tap', async () => {
  await show(['view', { on: 'tap', class: 'box', style: 'height:80px' }]);
  await dragBy('.box', 6, 4);
  assert.equal((await sent('tap')).length, 1);
  await dragBy('.box', 40, 0);
  assert.equal((await sent('tap')).length, 1);
  await frame.locator('.box').focus();
  await s.page.keyboard.press('Enter');
  assert.equal((await sent('tap')).length, 2);
});

test('touch events carry touches; a long press is a long tap and no tap', async () => {
  await show(['view', { on: 'tap longTap touchStart touchMove touchEnd', class: 'box', style: 'height:80px' }]);
  const box = await frame.locator('.box').boundingBox();
  await s.page.mouse.move(box.x + 10, box.y + 10);
  await s.page.mouse.down();
  await heard('longTap');
  await s.page.mouse.move(box.x + 12, box.y + 10);
  await s.page.mouse.up();
  const events = await sent();
  assert.deepEqual([...new Set(events.map((event) => event.type))], ['touchStart', 'longTap', 'touchMove', 'touchEnd']);
  assert.deepEqual(
    events.map((event) => event.touches.length),
    events.map((event) => (event.type === 'touchEnd' ? 0 : 1)),
  );
  assert.deepEqual(Object.keys(events[0].touches[0]), ['identifier', 'clientX', 'clientY', 'pageX', 'pageY']);
});

test('hover classes come with the press and go after it', async () => {
  await show(['view', { hoverClass: 'pressed', hoverStartTime: 0, hoverStayTime: 50, class: 'box own', style: 'height:60px' }]);
  const box = await frame.locator('.box').boundingBox();
  await s.page.mouse.move(box.x + 9, box.y + 9);
  await s.page.mouse.down();
  await frame.locator('.box.pressed').waitFor();
  await s.page.mouse.up();
  await frame.locator('.box:not(.pressed)').waitFor();
  assert.equal(await frame.locator('.box').getAttribute('class'), 'a-view box own');
});

test('transition and animation ends are told to the element they happen on', async () => {
  await s.toPage({
    t: 'style',
    css: '@keyframes blink{to{opacity:.5}} .blink{animation:blink 20ms} .fade{transition:opacity 20ms} .out{opacity:0}',
  });
  await show(['view', { on: 'animationEnd animationStart', class: 'blink' }], ['view', { on: 'transitionEnd', class: 'fade' }, 'x']);
  await heard('animationEnd');
  await frame.evaluate(() => document.querySelector('.fade').classList.add('out'));
  assert.equal((await heard('transitionEnd'))[0].propertyName, 'opacity');
});

test('text: decode, space, escaped line breaks, clamping', async () => {
  await show(
    ['text', { decode: true }, 'a&nbsp;&lt;b&gt;'],
    ['text', { space: 'ensp' }, 'x y'],
    ['text', {}, 'one\\ntwo'],
    ['text', {}, '&lt;'],
    ['text', { numberOfLines: 2 }, 'long'],
  );
  assert.deepEqual(await frame.locator('.a-text').allTextContents(), ['a\u00a0<b>', 'x\u2002y', 'one\ntwo', '&lt;', 'long']);
  assert.equal(await style('.a-text:nth-of-type(5)', '-webkit-line-clamp'), '2');
});

test('image: load, error, modes', async () => {
  await show(
    ['image', { src: '/image/dot.png', mode: 'widthFix', on: 'load', style: 'width:100px' }],
    ['image', { src: '/image/none.png', mode: 'aspectFill', on: 'error' }],
  );
  assert.deepEqual((await heard('load'))[0], { width: 2, height: 1 });
  assert.match((await heard('error'))[0].errMsg, /none\.png/);
  assert.equal(await style('.a-image', 'height'), '50px');
  assert.equal(await style('.a-image:nth-of-type(2) img', 'object-fit'), 'cover');
});

test('button: disabled ones do not tap, the look follows type and size', async () => {
  await show(['button', { type: 'primary', on: 'tap' }, 'go'], ['button', { disabled: true, on: 'tap', size: 'mini' }, 'no']);
  await frame.locator('.a-button-primary').click();
  await frame.locator('.a-button-disabled').click({ force: true });
  assert.equal((await sent('tap')).length, 1);
  assert.equal(await frame.locator('.a-button-mini').getAttribute('aria-disabled'), 'true');
});

test('input: value, input, focus, blur, confirm, maxlength, password', async () => {
  const ids = await show(['input', { value: 'ab', maxlength: 5, password: true, on: 'input focus blur confirm', placeholder: 'Name' }]);
  const field = frame.locator('input');
  await field.click();
  await s.page.keyboard.press('End');
  await s.page.keyboard.type('cdef');
  assert.equal(await field.inputValue(), 'abcde');
  assert.equal(await field.getAttribute('type'), 'password');
  await s.page.keyboard.press('Enter');
  await heard('blur');
  assert.deepEqual((await details('input')).pop(), { value: 'abcde', cursor: 5 });
  assert.deepEqual(await details('confirm'), [{ value: 'abcde' }]);
  assert.deepEqual(await details('focus'), [{ value: 'ab' }]);
  assert.deepEqual(
    (await sent()).map((event) => event.id).every((id) => id > 0),
    true,
  );
  assert.equal(await frame.locator('.a-placeholder').isVisible(), false);
  assert.deepEqual(ids, {});
});

test('input: controlled shows only what setData says', async () => {
  const ids = await show(['input', { as: 'field', value: 'one', controlled: true, on: 'input' }]);
  const field = frame.locator('input');
  await field.click();
  await s.page.keyboard.press('End');
  await s.page.keyboard.type('!');
  await heard('input');
  await s.until(async () => (await field.inputValue()) === 'one', 'the old value');
  await s.page.keyboard.type('?');
  await s.patch([[1, ids.field, 'value', 'ONE?']]);
  assert.equal(await field.inputValue(), 'ONE?');
});

test('input: focus by property and by call', async () => {
  const ids = await show(['input', { as: 'first', focus: true, on: 'focus' }], ['input', { as: 'second', on: 'focus' }]);
  await heard('focus');
  await s.toPage({ t: 'element', id: ids.second, method: 'focus', args: [] });
  await heard('focus', 2);
  assert.deepEqual(
    (await sent('focus')).map((event) => event.id),
    [ids.first, ids.second],
  );
});

test('textarea: counter, auto height, input', async () => {
  await show(['textarea', { maxlength: 20, on: 'input', autoHeight: true }]);
  const field = frame.locator('textarea');
  const before = (await field.boundingBox()).height;
  await field.click();
  await s.page.keyboard.type('a\nb\nc\nd\ne');
  assert.equal(await frame.locator('.a-textarea-count').textContent(), '9/20');
  assert.ok((await field.boundingBox()).height > before);
  assert.equal((await details('input')).pop().value, 'a\nb\nc\nd\ne');
});

test('checkbox and its group, through a label', async () => {
  await show([
    'checkbox-group',
    { on: 'change', name: 'g' },
    ['label', { class: 'one' }, ['checkbox', { value: 'a' }], 'A'],
    ['label', { class: 'two' }, ['checkbox', { value: 'b', checked: true, on: 'change' }], 'B'],
    ['checkbox', { value: 'c', disabled: true }],
  ]);
  await frame.locator('.one').click();
  await frame.locator('.a-checkbox').nth(1).click();
  await frame.locator('.a-checkbox').nth(2).click({ force: true });
  assert.deepEqual(await details('change'), [{ value: ['a', 'b'] }, { value: false }, { value: ['a'] }]);
  assert.equal(await frame.locator('.a-checkbox').first().getAttribute('aria-checked'), 'true');
});

test('radio-group: one at a time, keys move', async () => {
  await show([
    'radio-group',
    { on: 'change' },
    ['radio', { value: 'a', checked: true }],
    ['radio', { value: 'b' }],
    ['radio', { value: 'c' }],
  ]);
  await frame.locator('.a-radio').nth(1).click();
  await frame.locator('.a-radio').nth(1).click();
  await frame.locator('.a-radio').nth(1).focus();
  await s.page.keyboard.press('ArrowDown');
  assert.deepEqual(await details('change'), [{ value: 'b' }, { value: 'c' }]);
  assert.deepEqual(await frame.locator('.a-radio').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-checked'))), [
    'false',
    'false',
    'true',
  ]);
});

test('switch: toggles itself unless controlled', async () => {
  await show(['switch', { on: 'change' }], ['switch', { on: 'change', controlled: true, checked: true, color: 'red' }]);
  await frame.locator('.a-switch').first().click();
  await frame.locator('.a-switch').nth(1).click();
  assert.deepEqual(await details('change'), [{ value: true }, { value: false }]);
  assert.deepEqual(await frame.locator('.a-switch').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-checked'))), [
    'true',
    'true',
  ]);
});

test('slider: drag, steps, keys', async () => {
  await show(['slider', { min: 0, max: 10, step: 2.5, value: 2.5, showValue: true, on: 'change changing', style: 'width:300px' }]);
  const track = await frame.locator('.a-slider-track').boundingBox();
  await dragBy('.a-slider-handle', track.width * 0.5, 0);
  assert.deepEqual((await details('change')).pop(), { value: 7.5 });
  assert.ok((await details('changing')).length >= 1);
  await frame.locator('.a-slider-handle').focus();
  await s.page.keyboard.press('ArrowRight');
  await s.page.keyboard.press('ArrowRight');
  assert.deepEqual(
    (await details('change')).map((detail) => detail.value),
    [7.5, 10],
  );
  assert.equal(await frame.locator('.a-slider-value').textContent(), '10');
});

test('form: collects by name, resets, names the button', async () => {
  await show([
    'form',
    { on: 'submit reset' },
    ['input', { name: 'who', value: 'Ada' }],
    ['switch', { name: 'on', checked: true }],
    ['slider', { name: 'size', value: 30 }],
    ['checkbox-group', { name: 'likes' }, ['checkbox', { value: 'x', checked: true }], ['checkbox', { value: 'y' }]],
    ['radio-group', { name: 'one' }, ['radio', { value: 'r1' }], ['radio', { value: 'r2', checked: true }]],
    ['textarea', { name: 'note', value: 'hi' }],
    ['picker', { name: 'pick', value: 1, range: ['a', 'b'] }, ['view', {}, 'p']],
    ['button', { formType: 'submit', class: 'send', 'data-from-what': 7, id: 'go' }, 'send'],
    ['button', { formType: 'reset', class: 'reset' }, 'reset'],
  ]);
  await frame.locator('input').first().fill('Grace');
  await frame.locator('.a-switch').click();
  await frame.locator('.send').click();
  const [{ value, buttonTarget }] = await heard('submit');
  assert.deepEqual({ ...value }, { who: 'Grace', on: false, size: 30, likes: ['x'], one: 'r2', note: 'hi', pick: 1 });
  assert.deepEqual(buttonTarget.dataset, { fromWhat: 7 });
  assert.equal(buttonTarget.id, 'go');
  await frame.locator('.reset').click();
  await heard('reset');
  assert.equal(await frame.locator('input').first().inputValue(), 'Ada');
  assert.equal(await frame.locator('.a-switch').getAttribute('aria-checked'), 'true');
});

test('icon, progress', async () => {
  await show(
    ['icon', { type: 'success', size: 40, color: 'rgb(1, 2, 3)' }],
    ['icon', { type: 'constructor' }],
    ['progress', { percent: 160, showInfo: true, strokeWidth: 10, activeColor: 'rgb(4, 5, 6)' }],
  );
  assert.equal(await style('.a-icon svg', 'width'), '40px');
  assert.equal(await style('.a-icon svg', 'color'), 'rgb(1, 2, 3)');
  assert.equal(await frame.locator('.a-icon').nth(1).locator('svg').count(), 0);
  assert.equal(await frame.locator('.a-progress-info').textContent(), '100%');
  assert.equal(await style('.a-progress-bar', 'background-color'), 'rgb(4, 5, 6)');
});

test('rich-text: node lists', async () => {
  await show([
    'rich-text',
    {
      nodes: [
        {
          name: 'p',
          attrs: { style: 'color:rgb(1, 1, 1)', class: 'c', onclick: 'x' },
          children: [
            { type: 'text', text: 'a &lt; b' },
            { name: 'SCRIPT', children: [{ type: 'text', text: 'no' }] },
            { name: 'img', attrs: { src: '/image/dot.png', width: 5 } },
          ],
        },
      ],
    },
  ]);
  assert.match(
    await frame.locator('.a-rich-text').innerHTML(),
    /^<p class="c" style="color: rgb\(1, 1, 1\);">a &lt; b<img src="[^"]*\/app\/image\/dot\.png" width="5"><\/p>$/,
  );
});

test('scroll-view: scroll, edges, into view, by property', async () => {
  const rows = Array.from({ length: 30 }, (none, index) => ['view', { id: 'row' + index, style: 'height:50px' }, String(index)]);
  const ids = await show([
    'scroll-view',
    { as: 'box', scrollY: true, style: 'height:200px', on: 'scroll scrollToLower scrollToUpper' },
    ...rows,
  ]);
  await s.patch([[1, ids.box, 'scrollIntoView', 'row10']]);
  assert.equal(await frame.evaluate(() => document.querySelector('.a-scroll-view').scrollTop), 500);
  const [detail] = await heard('scroll');
  assert.deepEqual([detail.scrollTop, detail.scrollHeight], [500, 1500]);
  await s.patch([
    [1, ids.box, 'scrollIntoView', null],
    [1, ids.box, 'scrollTop', 1400],
  ]);
  await heard('scrollToLower');
  await s.patch([[1, ids.box, 'scrollTop', 0]]);
  await heard('scrollToUpper');
});

test('swiper: current, drag, circular, autoplay, dots', async () => {
  const item = (text) => ['swiper-item', {}, ['view', {}, text]];
  const ids = await show([
    'swiper',
    { as: 'box', indicatorDots: true, circular: true, duration: 0, on: 'change animationEnd', style: 'height:100px' },
    item('a'),
    item('b'),
    item('c'),
  ]);
  const shown = () =>
    frame.evaluate(() => {
      const box = document.querySelector('.a-swiper').getBoundingClientRect();
      return Array.from(document.querySelectorAll('.a-swiper-item')).find(
        (node) => Math.abs(node.getBoundingClientRect().left - box.left) < 2,
      ).textContent;
    });
  assert.equal(await shown(), 'a');
  await dragBy('.a-swiper', -150, 0);
  assert.equal(await shown(), 'b');
  await dragBy('.a-swiper', 150, 0);
  await dragBy('.a-swiper', 150, 0);
  assert.equal(await shown(), 'c');
  assert.deepEqual(
    (await details('change')).map((one) => [one.current, one.source]),
    [
      [1, 'touch'],
      [0, 'touch'],
      [2, 'touch'],
    ],
  );
  await s.patch([[1, ids.box, 'current', 1]]);
  assert.equal(await shown(), 'b');
  assert.equal(await frame.locator('.a-swiper-dots i').nth(1).getAttribute('class'), 'a-swiper-dot-active');
  await s.clear();
  await s.patch([
    [1, ids.box, 'interval', 60],
    [1, ids.box, 'autoplay', true],
  ]);
  assert.equal((await heard('change'))[0].source, 'autoplay');
  await s.patch([[1, ids.box, 'autoplay', false]]);
});

test('swiper without a height is as high as its highest item', async () => {
  await show([
    'swiper',
    {},
    ['swiper-item', {}, ['view', { style: 'height:80px' }]],
    ['swiper-item', {}, ['view', { style: 'height:120px' }]],
  ]);
  assert.equal(await style('.a-swiper', 'height'), '120px');
});

test('picker: selector', async () => {
  await show([
    'picker',
    { range: [{ name: 'red' }, { name: 'green' }, { name: 'blue' }], rangeKey: 'name', value: 0, on: 'change' },
    ['view', {}, 'pick'],
  ]);
  await frame.locator('.a-picker').click();
  await s.page.locator('.wheels-sheet').waitFor();
  assert.deepEqual(await s.page.locator('.wheel-row').allTextContents(), ['red', 'green', 'blue']);
  await s.page.locator('.a-wheel').focus();
  await s.page.keyboard.press('ArrowDown');
  await s.page.keyboard.press('ArrowDown');
  await s.page.locator('.wheels-done').click();
  assert.deepEqual(await heard('change'), [{ value: 2 }]);
  await s.page.locator('.wheels-sheet').waitFor({ state: 'detached' });
});

test('picker: cancel, date, time, multiSelector', async () => {
  const ids = await show(
    [
      'picker',
      { as: 'date', mode: 'date', value: '2024-02-29', start: '2020-01-01', end: '2024-03-15', on: 'change cancel' },
      ['view', { class: 'date' }, 'd'],
    ],
    ['picker', { as: 'time', mode: 'time', value: '09:05', on: 'change' }, ['view', { class: 'time' }, 't']],
    [
      'picker',
      {
        as: 'multi',
        mode: 'multiSelector',
        range: [
          ['a', 'b'],
          ['x', 'y'],
        ],
        value: [0, 1],
        on: 'change columnChange',
      },
      ['view', { class: 'multi' }, 'm'],
    ],
  );
  await frame.locator('.date').click();
  await s.page.locator('.wheels-sheet').waitFor();
  await s.page.keyboard.press('Escape');
  await heard('cancel');
  await s.page.locator('.wheels-sheet').waitFor({ state: 'detached' });
  await frame.locator('.date').click();
  await s.page.locator('.wheels-sheet').waitFor();
  await s.page.locator('.a-wheel').first().focus();
  await s.page.keyboard.press('ArrowUp'); // 2023: February has 28 days
  await s.until(async () => (await s.page.locator('.a-wheel').nth(2).locator('.wheel-row').count()) === 28, '28 days');
  await s.page.locator('.wheels-done').click();
  assert.deepEqual(await heard('change'), [{ value: '2023-02-28' }]);
  await s.page.locator('.wheels-sheet').waitFor({ state: 'detached' });
  await frame.locator('.time').click();
  await s.page.locator('.wheels-sheet').waitFor();
  await s.page.locator('.wheels-done').click();
  await heard('change', 2);
  await s.page.locator('.wheels-sheet').waitFor({ state: 'detached' });
  await frame.locator('.multi').click();
  await s.page.locator('.wheels-sheet').waitFor();
  await s.page.locator('.a-wheel').first().focus();
  await s.page.keyboard.press('ArrowDown');
  assert.deepEqual(await heard('columnChange'), [{ column: 0, value: 1 }]);
  await s.patch([
    [
      1,
      ids.multi,
      'range',
      [
        ['a', 'b'],
        ['p', 'q', 'r'],
      ],
    ],
  ]);
  await s.until(async () => (await s.page.locator('.a-wheel').nth(1).locator('.wheel-row').count()) === 3, 'three rows');
  await s.page.locator('.wheels-done').click();
  assert.deepEqual((await heard('change', 3)).slice(1), [{ value: '09:05' }, { value: [1, 1] }]);
  await s.page.locator('.wheels-sheet').waitFor({ state: 'detached' });
});

test('picker-view: wheels in the page', async () => {
  const column = (...texts) => ['picker-view-column', {}, ...texts.map((text) => ['view', {}, text])];
  await show(['picker-view', { value: [1, 0], on: 'change' }, column('a', 'b', 'c'), column('x', 'y')]);
  assert.equal(await frame.locator('.a-wheel-chosen').first().textContent(), 'b');
  const row = await frame.locator('.a-picker-view-column .a-view').first().boundingBox();
  await dragBy('.a-picker-view-column', 0, -row.height * 1.05, { x: 20, y: 120 });
  assert.deepEqual((await heard('change'))[0].value, [2, 0]);
});

test('movable-view stays in its area', async () => {
  await show([
    'movable-area',
    { style: 'width:200px;height:200px' },
    ['movable-view', { direction: 'horizontal', style: 'width:50px;height:50px', x: 20, on: 'change changeEnd' }],
  ]);
  await dragBy('.a-movable-view', 400, 50);
  assert.deepEqual(await details('changeEnd'), [{ x: 150, y: 0 }]);
  assert.equal((await details('change')).pop().source, 'touch');
});

test('navigator asks the worker', async () => {
  await show(['navigator', { url: '/pages/two/two?a=1', openType: 'redirect' }, 'go']);
  await frame.locator('.a-navigator').click();
  assert.deepEqual(
    (await s.events('navigate')).map(({ openType, url }) => [openType, url]),
    [['redirect', '/pages/two/two?a=1']],
  );
});

test('web-view is a foreign origin', async () => {
  await show(['web-view', { src: 'javascript:parent.x=1' }]);
  assert.equal(await frame.locator('iframe').getAttribute('src'), null);
  assert.doesNotMatch(await frame.locator('iframe').getAttribute('sandbox'), /same-origin|top-navigation/);
});

test('canvas replays recorded calls', async () => {
  const ids = await show(['canvas', { as: 'c', width: 20, height: 10 }]);
  await s.toPage({
    t: 'element',
    id: ids.c,
    method: 'draw',
    args: [
      [
        ['fillStyle', 'rgb(9, 8, 7)'],
        ['fillRect', 0, 0, 20, 10],
        ['constructor', 1],
      ],
    ],
  });
  await s.until(
    () =>
      frame.evaluate(() => document.querySelector('canvas').getContext('2d').getImageData(5, 5, 1, 1).data.slice(0, 3).join() === '9,8,7'),
    'pixels',
  );
});

test('root-portal and page-container', async () => {
  const ids = await show(
    ['view', { style: 'overflow:hidden;height:1px' }, ['root-portal', {}, ['view', { class: 'out' }, 'o']]],
    [
      'page-container',
      { as: 'sheet', duration: 20, on: 'beforeEnter afterEnter afterLeave clickOverlay' },
      ['view', { style: 'height:100px' }],
    ],
  );
  assert.equal(await frame.evaluate(() => document.querySelector('.out').parentNode.parentNode === document.body), true);
  await s.patch([[1, ids.sheet, 'show', true]]);
  await heard('afterEnter');
  await frame.locator('.a-page-container-shade').click({ position: { x: 5, y: 5 } });
  await heard('clickOverlay');
  await s.patch([[1, ids.sheet, 'show', false]]);
  await heard('afterLeave');
  assert.deepEqual(
    (await sent()).map((event) => event.type),
    ['beforeEnter', 'afterEnter', 'clickOverlay', 'afterLeave'],
  );
});

test('animation steps play as transitions', async () => {
  await show([
    'view',
    {
      class: 'box',
      animation: [
        {
          config: { duration: 30, timeFunction: 'ease', delay: 0 },
          animation: [
            ['translateX', [50]],
            ['opacity', [0.4]],
            ['width', ['100rpx']],
          ],
        },
      ],
    },
  ]);
  await s.until(async () => (await style('.box', 'opacity')) === '0.4', 'opacity');
  assert.match(await frame.locator('.box').getAttribute('style'), /transform: translateX\(50px\)/);
});

test('appear and disappear', async () => {
  await show(['view', { style: 'height:3000px' }], ['view', { class: 'late', style: 'height:40px', on: 'appear disappear firstAppear' }]);
  await frame.evaluate(() => scrollTo(0, 9999));
  await heard('firstAppear');
  await frame.evaluate(() => scrollTo(0, 0));
  await heard('disappear');
  assert.deepEqual(
    (await sent()).map((event) => event.type),
    ['appear', 'firstAppear', 'disappear'],
  );
});

test('layout queries', async () => {
  const ids = await show(
    ['view', { id: 'a', class: 'q', 'data-x': { y: 1 }, style: 'width:100px;height:40px' }],
    ['view', { class: 'q', style: 'height:3000px' }],
    ['input', { value: 'v' }],
  );
  await s.toPage({
    t: 'query',
    id: 7,
    requests: [
      { selector: '#a', fields: 'rect' },
      { selector: 'view.q', all: true, fields: { size: true } },
      { viewport: true, fields: { size: true, scrollOffset: true } },
      { selector: '.none', fields: 'rect' },
      { selector: '>>bad', fields: 'rect' },
      { selector: 'input', fields: { properties: ['value'], computedStyle: ['display'] } },
      { selector: '.q', owner: [ids.none || -1], fields: 'rect', all: true },
    ],
  });
  const { results } = await s.until(async () => (await s.events('query-result'))[0], 'answer');
  assert.deepEqual([results[0].width, results[0].height, results[0].dataset.x.y, results[0].id], [100, 40, 1, 'a']);
  assert.deepEqual(
    results[1].map((one) => one.height),
    [40, 3000],
  );
  assert.ok(results[2].width > 300 && results[2].scrollHeight > 3000);
  assert.deepEqual([results[3], results[4], results[6]], [null, null, []]);
  assert.deepEqual(results[5], { value: 'v', display: 'block' });
});

test('page scroll and its bottom', async () => {
  await show(['view', { style: 'height:3000px' }]);
  await s.toPage({ t: 'scrollTo', scrollTop: 300, id: 9 });
  await s.until(async () => (await s.events('scroll')).some((event) => event.scrollTop === 300), 'scroll');
  assert.equal((await s.events('reach-bottom')).length, 0);
  await s.toPage({ t: 'scrollTo', scrollTop: 99999 });
  await s.until(async () => (await s.events('reach-bottom')).length === 1, 'bottom');
  assert.deepEqual(
    (await s.events('query-result')).map((event) => event.results),
    [[{ scrollTop: 300 }]],
  );
});

test('intersection observers report', async () => {
  await show(['view', { style: 'height:2000px' }], ['view', { class: 'far', id: 'far', style: 'height:50px' }]);
  await s.toPage({ t: 'observe', id: 4, selector: '.far', thresholds: [0, 1] });
  await s.until(async () => (await s.events('intersection')).length >= 1, 'first report');
  await frame.evaluate(() => scrollTo(0, 9999));
  const last = await s.until(
    async () => (await s.events('intersection')).find((event) => event.entries[0].intersectionRatio === 1),
    'in view',
  );
  assert.equal(last.entries[0].id, 'far');
});
