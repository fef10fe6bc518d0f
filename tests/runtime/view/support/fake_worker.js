// Stands for the logic worker: the test scripts it through `worker.evaluate` and reads what the view sent.
self.ports = {};
self.events = [];
self.started = null;
self.hostMessages = [];
let patches = 0;
self.open = (pageId, more) =>
  postMessage(
    Object.assign(
      { t: 'open', pageId, path: 'pages/index/index', query: {}, kind: 'relaunch', window: { defaultTitle: 'Fixture' }, closes: [] },
      more,
    ),
  );
self.patch = (pageId, ops) => self.ports[pageId].postMessage({ t: 'patch', id: ++patches, ops });
self.toPage = (pageId, message) => self.ports[pageId].postMessage(message);
self.toHost = (message) => postMessage(message);
self.onmessage = (event) => {
  const message = event.data;
  if (message.t === 'start') {
    self.started = message;
    postMessage({ t: 'ready' });
    if (!self.manual) self.open(101);
  } else if (message.t === 'page-port') {
    const port = event.ports[0];
    self.ports[message.pageId] = port;
    port.onmessage = (received) => self.events.push(received.data);
  } else self.hostMessages.push(message);
};
