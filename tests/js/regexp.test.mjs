// Random regular expressions: the validator and the engine that runs this must agree about every one.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Driver } from './driver.mjs';

const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-regexp-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const compiles = (pattern, flags) => {
  try {
    return new RegExp(pattern, flags) !== null;
  } catch {
    return false;
  }
};
// What this engine is too old for is left out.
const has = {
  sets: compiles('', 'v'),
  modifiers: compiles('(?i:a)', ''),
  repeatedNames: compiles('(?<a>a)|(?<a>b)', ''),
};

let seed = 1;
function random(below) {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % below;
}
const pick = (list) => list[random(list.length)];

const pieces = ['a', 'b', 'z', '0', '1', '9', '-', ',', '.', '|', '^', '$', '*', '+', '?', '??', '{', '}', '{1}', '{1,}', '{2,1}',
  '{1,2}', '{,1}', '(', ')', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<a>', '(?<b>', '(?<\\u0061>', '(?<\\u{61}>', '(?<é>', '(?<1>', '[', ']', '[^',
  '\\b', '\\B', '\\d', '\\W', '\\n', '\\c', '\\cA', '\\c0', '\\c_', '\\0', '\\00', '\\1', '\\2', '\\8', '\\x', '\\x4', '\\x41', '\\u', '\\u0041',
  '\\ud83d', '\\ude00', '\\ud83d\\ude00', '\\u{61}', '\\u{110000}', '\\u{}', '\\k', '\\k<a>', '\\k<b>', '\\k<c>', '\\k<', '\\/', '\\-', '\\_', '\\é', '😀', '😂', '中', '\\😀',
  '\\p{L}', '\\P{Lu}', '\\p{sc=Grek}', '\\p{Script=Latin}', '\\p{scx=Nope}', '\\p{gc=L}', '\\p{L', '\\p', '\\p{ASCII}', '\\p{IDS}', '\\p{Any}', '\\p{Letter}', '\\p{sc}',
  '\\p{RGI_Emoji}', '\\P{RGI_Emoji}', '&&', '--', '&', '!', '!!', '~~', '\\q{a}', '\\q{ab|c}', '\\q{}', '\\q{a|}', '\\&', '\\!', '/', 'a-z', 'z-a', '\\d-a', 'a-\\d', '[a]', '[a-z&&[b]]', '[\\w--a]', 'a&&b', '\\q', '(', ')', '[', ']', '(', ')', '[', ']'];
if (has.modifiers) pieces.push('(?i:', '(?i-m:', '(?-s:', '(?-:', '(?ii:', '(?i-i:', '(?x:', '(?ims-:');

const countOf = (text, what) => text.split(what).length - 1;
test('the validator agrees with the engine', async () => {
  const cases = [];
  while (cases.length < 60000) {
    let pattern = '';
    for (let left = 1 + random(9); left > 0; left--) pattern += pick(pieces);
    if (random(2)) {
      // Closed, so that more of them are valid.
      pattern += ']'.repeat(Math.max(0, countOf(pattern, '[') - countOf(pattern, ']')));
      pattern += ')'.repeat(Math.max(0, countOf(pattern, '(') - countOf(pattern, ')')));
    }
    const flags = pick(['', 'g', 'u', 'u', 'i', 'iu', 'y', ...(has.sets ? ['v', 'v', 'iv'] : [])]);
    if (!has.repeatedNames && (countOf(pattern, '(?<a>') + countOf(pattern, '61') > 1 || countOf(pattern, '(?<b>') > 1)) continue;
    // The parser would see the end of the literal there.
    if (/(^|[^\\])\//.test(pattern)) continue;
    cases.push([pattern, flags]);
  }
  const file = path.join(folder, 'literals');
  writeFileSync(file, cases.map(([pattern, flags]) => `/${pattern}/${flags}\n`).join(''));
  const answers = await driver.ask('regexps', file);
  assert.equal(answers.length, cases.length);
  const wrong = [];
  let valid = 0;
  cases.forEach(([pattern, flags], i) => {
    const wanted = compiles(pattern, flags);
    valid += wanted ? 1 : 0;
    if (wanted !== (answers[i] === null)) wrong.push(`/${pattern}/${flags} ${answers[i]}`);
  });
  assert.deepEqual(wrong, []);
  assert.ok(valid > cases.length / 20, `${valid} are valid`);
});
