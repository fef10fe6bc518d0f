// Entry of the worker bundle: one mini-program's logic in a Web Worker.

import { createRuntime } from './logic/runtime.js';

const scope = self;
const load = scope.importScripts.bind(scope);
const send = scope.postMessage.bind(scope);

const runtime = createRuntime({ scope, post: (message) => send(message), loadScript: (url) => load(url) });

scope.addEventListener('message', (event) => {
  event.stopImmediatePropagation();
  runtime.receive(event.data, event.ports);
});
scope.addEventListener('error', (event) => {
  runtime.unhandled(event.error || new Error(event.message));
});
scope.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  runtime.unhandled(event.reason);
});
