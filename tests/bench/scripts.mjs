// The script front end beside its peers: size of what minifying leaves, time of minifying and bundling. mpaas and esbuild run as
// programs, from start to exit; oxc, swc and terser inside node, where only their work is counted.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { interleaved, once } from './measure.mjs';

export function versions(modules) {
  const of = (name) => JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8')).version;
  return Object.fromEntries(['esbuild', 'oxc-minify', '@swc/core', 'terser', 'lodash', 'moment', 'typescript', 'echarts', 'three', 'rxjs', 'zod', 'react-dom', 'antd-mini'].map((name) => [name, of(name)]));
}

export class Bench {
  constructor({ mpaas, esbuild, modules, folder, here, times }) {
    Object.assign(this, { mpaas, esbuild, modules, folder, here, times });
    this.project = path.join(folder, 'scripts');
    fs.mkdirSync(this.project);
    fs.symlinkSync(modules, path.join(this.project, 'node_modules'));
  }

  // --- one file
  inputs() {
    const zod = path.join(this.project, 'zod.mjs');
    execFileSync(this.esbuild, [path.join(this.modules, 'zod/index.js'), '--bundle', '--format=esm', `--outfile=${zod}`, '--log-level=error']);
    const at = (file) => path.join(this.modules, file);
    return {
      lodash: at('lodash/lodash.js'),
      moment: at('moment/moment.js'),
      typescript: at('typescript/lib/typescript.js'),
      echarts: at('echarts/dist/echarts.js'),
      three: at('three/build/three.core.js'),
      rxjs: at('rxjs/dist/bundles/rxjs.umd.js'),
      zod,
      'react-dom': at('react-dom/cjs/react-dom-client.production.js'),
    };
  }
  peer(name, file, output, map) {
    return JSON.parse(execFileSync(process.execPath, [path.join(this.here, 'peer.mjs'), name, file, output, ...(map ? ['map'] : [])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  sizes() {
    const rows = [];
    for (const [name, file] of Object.entries(this.inputs())) {
      const made = (tool) => path.join(this.folder, `${name}.${tool}.js`);
      const tools = {
        mpaas: () => once([this.mpaas, 'compile', '--minify', file, '-o', made('mpaas')]),
        esbuild: () => once([this.esbuild, '--minify', file, `--outfile=${made('esbuild')}`, '--log-level=error']),
        oxc: () => this.peer('oxc', file, made('oxc')),
        swc: () => this.peer('swc', file, made('swc')),
        terser: () => this.peer('terser', file, made('terser')),
      };
      const row = { name, input: fs.statSync(file).size };
      for (const [tool, minify] of Object.entries(tools)) {
        try {
          minify();
          const text = fs.readFileSync(made(tool));
          row[tool] = { bytes: text.length, gzip: zlib.gzipSync(text, { level: 9 }).length };
        } catch (error) {
          row[tool] = { failed: error.message.split('\n')[0] };
        }
      }
      rows.push(row);
    }
    return rows;
  }

  minify(name) {
    const file = this.inputs()[name];
    const out = (tool) => path.join(this.folder, `speed.${tool}.js`);
    const esbuild = [this.esbuild, '--minify', '--sourcemap', file, `--outfile=${out('esbuild')}`, '--log-level=error'];
    return interleaved({
      mpaas: () => once([this.mpaas, 'compile', '--minify', '--sourcemap', file, '-o', out('mpaas')]),
      'esbuild, one thread': () => once(esbuild, { GOMAXPROCS: '1' }),
      esbuild: () => once(esbuild),
      oxc: () => this.peer('oxc', file, out('oxc'), 'map'),
      swc: () => this.peer('swc', file, out('swc'), 'map'),
    }, this.times);
  }

  // --- bundles
  entry(name) {
    const file = path.join(this.project, `${name}-entry.js`);
    const text = {
      'antd-mini': () => {
        const list = [];
        const visit = (at) => {
          for (const item of fs.readdirSync(path.join(this.modules, at), { withFileTypes: true })) {
            if (item.isDirectory()) visit(`${at}/${item.name}`);
            else if (item.name === 'index.json' && fs.existsSync(path.join(this.modules, at, 'index.js'))) list.push(`import '${at}/index.js';`);
          }
        };
        visit('antd-mini/es');
        return list.sort().join('\n');
      },
      echarts: () => `import * as echarts from 'echarts/index.js';\nglobalThis.echarts = echarts;`,
      three: () => `import * as three from 'three';\nglobalThis.three = three;`,
    }[name]();
    fs.writeFileSync(file, `${text}\n`);
    return file;
  }
  bundle(name) {
    const entry = this.entry(name);
    const out = (tool) => path.join(this.folder, `${name}.bundle.${tool}.js`);
    const esbuild = [this.esbuild, entry, '--bundle', '--minify', '--sourcemap', '--format=iife', `--outfile=${out('esbuild')}`, '--log-level=error'];
    const figures = interleaved({
      mpaas: () => once([this.mpaas, 'compile', '--bundle', '--minify', '--sourcemap', entry, '-o', out('mpaas')]),
      'esbuild, one thread': () => once(esbuild, { GOMAXPROCS: '1' }),
      esbuild: () => once(esbuild),
    }, this.times);
    for (const tool of ['mpaas', 'esbuild']) {
      if (!figures[tool].failed) figures[tool].gzip = zlib.gzipSync(fs.readFileSync(out(tool)), { level: 9 }).length;
    }
    return figures;
  }
}
