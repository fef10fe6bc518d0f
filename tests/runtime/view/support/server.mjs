// A dev server for tests: the simulator's and the runtime's source files as they are, a package folder as ./app/, the small
// JSON endpoints and the WebSocket. Loopback, port 0. worker.js is bundled by esbuild, for a classic worker cannot import.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { WebSocketServer } from 'ws';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const policy =
  "default-src 'self'; style-src 'self'; img-src * data: blob:; media-src * blob:; connect-src 'self'; frame-src * blob:; worker-src 'self'";

// MPAAS_BUNDLES: a folder with the product's own bundles (runtime/, simulator/) to test instead of the sources.
const bundles = process.env.MPAAS_BUNDLES;

let bundled = null;
async function workerBundle() {
  bundled =
    bundled || esbuild.build({ entryPoints: [join(root, 'devserver/runtime/worker.js')], bundle: true, format: 'iife', write: false });
  return (await bundled).outputFiles[0].text;
}

// files: path below ./app/ -> text or Buffer, instead of the folder's own; app: ./api/app's answer; request(body) -> ./api/request's answer
export async function startServer({ appFolder, files = {}, app = {}, mock = {}, request, workerScript, hello } = {}) {
  const state = {
    files,
    app: { appId: '2021000000000001', name: 'Fixture', version: '1.0.0', buildId: '1', ...app },
    mock,
    hello,
    received: [],
  };
  if (app === null) state.app = null;
  const token = 'token';
  async function find(path) {
    if (path === '' || path === 'index.html') return readFile(join(root, 'devserver/simulator/index.html'));
    if (bundles && path === 'worker.js' && !workerScript) return readFile(join(bundles, 'runtime/worker.js'));
    if (bundles && path === 'page.js') return readFile(join(bundles, 'runtime/page.js'));
    if (bundles && path === 'simulator.js') return readFile(join(bundles, 'simulator/simulator.js'));
    if (path === 'worker.js') return workerScript || (await workerBundle());
    if (path === 'api/app' && !state.app) throw new Error('no build yet');
    if (path === 'api/app') return JSON.stringify(state.app);
    if (path === 'api/mock') return JSON.stringify(state.mock);
    if (path.startsWith('app/')) {
      const name = path.slice(4);
      if (state.files[name] !== undefined) return state.files[name];
      if (!appFolder) throw new Error('no such file');
      return readFile(join(appFolder, normalize('/' + name)));
    }
    if (path === 'page.css') return readFile(join(root, 'devserver/runtime/elements/page.css'));
    const clean = normalize('/' + path);
    return readFile(join(root, 'devserver/simulator', clean)).catch(() => readFile(join(root, 'devserver/runtime', clean)));
  }
  const server = createServer(async (incoming, response) => {
    const path = decodeURIComponent(new URL(incoming.url, 'http://localhost').pathname);
    // sources import ../runtime/…, which leaves the token folder only as long as they are not bundled
    const isSource = path.startsWith('/runtime/');
    if (!isSource && !path.startsWith('/' + token + '/')) return response.writeHead(404).end();
    const name = isSource ? path.slice(9) : path.slice(token.length + 2);
    try {
      if (incoming.method === 'POST' && name === 'api/request') {
        let text = '';
        for await (const chunk of incoming) text += chunk;
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(request ? await request(JSON.parse(text)) : { error: 12, message: 'no network in this test' }));
        return;
      }
      const body = await find(name);
      const type = types[extname(name)] || (name.startsWith('api/') ? 'application/json' : 'text/html');
      const headers = { 'content-type': type + '; charset=utf-8', 'cache-control': 'no-store' };
      if (type === 'text/html') headers['content-security-policy'] = policy;
      response.writeHead(200, headers).end(body);
    } catch (error) {
      response.writeHead(404).end();
    }
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (text) => state.received.push(JSON.parse(String(text))));
    socket.send(JSON.stringify(state.hello || { type: 'hello', buildId: state.app.buildId, ok: true, diagnostics: [] }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    url: `http://127.0.0.1:${server.address().port}/${token}/`,
    send: (message) => sockets.clients.forEach((client) => client.send(JSON.stringify(message))),
    drop: () => sockets.clients.forEach((client) => client.terminate()),
    async close() {
      sockets.clients.forEach((client) => client.terminate());
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
