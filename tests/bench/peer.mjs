// usage: node peer.mjs oxc|swc|terser <file> <output> [map]
// Minifies a file with a peer that lives in node and prints what the work itself cost (CPU of all its threads, in ms): node's
// start and the loading of the peer are left out, which is in its favour.
import { readFileSync, writeFileSync } from 'node:fs';

const [peer, file, output, map] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const module = /\.mjs$|three|zod/.test(file);

const minifiers = {
  async oxc() {
    const { minifySync } = await import('oxc-minify');
    return () => {
      const { code, map: made, errors } = minifySync(module ? 'input.mjs' : 'input.cjs', text, { module, compress: true, mangle: true, codegen: { removeWhitespace: true }, sourcemap: Boolean(map) });
      if (errors?.length) throw new Error(errors[0].message);
      return [code, made && JSON.stringify(made)];
    };
  },
  async swc() {
    const swc = await import('@swc/core');
    return () => {
      const { code, map: made } = swc.minifySync(text, { compress: true, mangle: true, module, sourceMap: Boolean(map) });
      return [code, made];
    };
  },
  async terser() {
    const terser = await import('terser');
    return async () => {
      const { code, map: made } = await terser.minify(text, { compress: true, mangle: true, module, sourceMap: map ? { includeSources: true } : false });
      return [code, made];
    };
  },
};

const minify = await minifiers[peer]();
const before = process.cpuUsage();
const begin = performance.now();
const [code, made] = await minify();
const { user, system } = process.cpuUsage(before);
const wall = performance.now() - begin;
writeFileSync(output, code);
if (made) writeFileSync(`${output}.map`, made);
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, memory: process.resourceUsage().maxRSS / 1024 }));
