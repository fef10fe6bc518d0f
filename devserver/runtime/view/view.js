// The page frame's side of the runtime: a table of nodes, changed by batches of ops from the logic worker.
//   [0,id,tag] element · [0,id,'',text] text · [1,id,name,value] attribute · [2,id,text] · [3,id,[children]] · [4,id] free ·
//   [5,id,[types]] events somebody listens to
// Node 1 is the page. Ops come from our own worker but carry app data: unknown ids and tags are ignored, never fatal.
import { createElementNode } from '../elements/registry.js';
import { TextNode } from '../elements/element.js';
import { resolveResource } from './resources.js';
import { Styles } from './styles.js';

export class View {
  constructor({ base, path, post, tellHost }) {
    this.base = base;
    this.path = path;
    this.post = post; // message to the logic worker
    this.tellHost = tellHost; // message to the simulator around this frame
    this.nodes = new Map();
    this.byDom = new WeakMap();
    this.touched = new Map();
    this.styles = new Styles(base);
    this.width = this.styles.fit();
    this.page = this.add(createElementNode(this, 1, 'page'));
    document.body.append(this.page.root);
    this.flush();
  }

  add(node) {
    this.nodes.set(node.id, node);
    this.byDom.set(node.root, node);
    return node;
  }

  touch(node, name) {
    let names = this.touched.get(node);
    if (!names) this.touched.set(node, (names = new Set()));
    names.add(name);
  }

  apply(ops) {
    for (const op of ops) {
      const [code, id] = op;
      const node = this.nodes.get(id);
      if (code === 0) {
        if (id === 1) continue;
        if (node) this.release(node);
        if (op[2] === '') this.add(new TextNode(this, id, op[3]));
        else {
          const made = this.add(createElementNode(this, id, String(op[2])));
          this.touch(made, 'created');
        }
      } else if (!node) continue;
      else if (code === 1 && node.set) node.set(String(op[2]), op[3]);
      else if (code === 2 && node.setText) node.setText(op[2]);
      else if (code === 3 && node.setChildren) node.setChildren(op[2].map((child) => this.nodes.get(child)).filter(Boolean));
      else if (code === 4) this.release(node);
      else if (code === 5 && node.setEvents) node.setEvents(op[2]);
    }
    this.flush();
  }

  // Parents are touched before their children exist, so children settle first: the newest nodes come last in the map.
  flush() {
    let rounds = 0;
    while (this.touched.size && rounds++ < 8) {
      const batch = Array.from(this.touched).reverse();
      this.touched.clear();
      for (const [node, names] of batch) {
        if (this.nodes.get(node.id) === node) node.update(names);
      }
    }
    this.touched.clear();
  }

  release(node) {
    this.nodes.delete(node.id);
    this.touched.delete(node);
    node.free();
    node.root.remove();
  }

  // The innermost app node around a DOM node.
  nodeOf(dom) {
    for (let at = dom; at; at = at.parentNode || at.host) {
      const node = this.byDom.get(at);
      if (node && node.tag) return node;
    }
    return null;
  }

  byId(id) {
    const dom = document.getElementById(String(id));
    return dom ? this.nodeOf(dom) : null;
  }

  emit(node, type, detail, more) {
    const rect = node.root;
    this.post(
      Object.assign(
        { t: 'event', id: node.id, type, detail: detail || {}, ts: Date.now(), offset: [rect.offsetLeft || 0, rect.offsetTop || 0] },
        more,
      ),
    );
  }

  resolve(source) {
    return resolveResource(source, this.base, this.path);
  }

  // The screen changed its size: rem, and every inline length that was written in rpx.
  resized() {
    const before = this.width;
    this.width = this.styles.fit();
    for (const node of this.nodes.values()) {
      if (!node.set) continue;
      if (before !== this.width && node.style !== undefined && node.style !== null) node.set('style', node.style);
      this.touch(node, 'resized');
    }
    this.flush();
  }
}
