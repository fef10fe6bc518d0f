// HTML text of rich-text -> node lists.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlNodes } from '../../../devserver/runtime/elements/html_nodes.js';

// A short writing of node lists: text as itself, elements as name(attributes)[children].
const write = (nodes) =>
  nodes
    .map((node) =>
      node.type === 'text'
        ? node.text
        : node.name + (Object.keys(node.attrs).length ? JSON.stringify(node.attrs) : '') + '[' + write(node.children) + ']',
    )
    .join('');

const table = [
  ['plain', 'plain'],
  ['<b>a</b>c', 'b[a]c'],
  ['<p>one<p>two', 'p[one]p[two]'],
  ['<ul><li>a<li>b</ul>', 'ul[li[a]li[b]]'],
  ['<table><tr><td>1<td>2<tr><td>3</table>', 'table[tr[td[1]td[2]]tr[td[3]]]'],
  ['<img src="a.png" alt=\'x "y"\' width=3>after', 'img{"src":"a.png","alt":"x \\"y\\"","width":"3"}[]after'],
  ['<br/>x<hr>', 'br[]xhr[]'],
  ['a &lt;b&gt; &#65;&#x42; &amp;amp; &unknown; &nbsp;', 'a <b> AB &amp; &unknown; \u00a0'],
  ['<a title="a>b">t</a>', 'a{"title":"a>b"}[t]'],
  ['<!-- no --><!doctype html>x<!-- open', 'x'],
  ['<script>if (a < b) alert("</b>")</script>z', 'script[]z'],
  ['</div>stray', 'stray'],
  ['<b><i>x</b>y', 'b[i[x]]y'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<B CLASS=Big>x</B>', 'b{"class":"Big"}[x]'],
  ['&#0;&#xD800;&#1114112;', '\ufffd\ufffd\ufffd'],
  ['<p __proto__=x>y</p>', 'p[y]'],
];
for (const [html, wanted] of table) test(JSON.stringify(html), () => assert.equal(write(htmlNodes(html)), wanted));

test('nesting is bounded and nothing is lost', () => {
  const nodes = htmlNodes('<div>'.repeat(5000) + 'deep');
  let depth = 0;
  for (let list = nodes; list.length; list = list[0].children || []) depth++;
  assert.ok(depth <= 66, String(depth));
  assert.match(write(nodes), /deep/);
});

test('long hostile input takes linear time', () => {
  for (const piece of ['<', '<a ', '<a "', '</', '<!--', '&', '<a b=', "<a '"]) htmlNodes(piece.repeat(20000));
});
