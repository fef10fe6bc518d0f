// window.__mpaas: the few handles tests and the curious need.
export function installHooks(simulator) {
  const top = () => simulator.session.pages.top();
  const page = (index) => {
    const { order, pages } = simulator.session.pages;
    return pages.get(order[index < 0 ? order.length + index : index]);
  };
  const logs = [];
  self.__mpaas = {
    logs,
    stack: () =>
      simulator.session.pages.order
        .map((id) => page(simulator.session.pages.order.indexOf(id)))
        .map(({ id, path, query, painted }) => ({ pageId: id, path, query, painted })),
    frame: (index) => page(index === undefined ? -1 : index).frame.contentWindow,
    tap(selector, nth) {
      const found = top().frame.contentDocument.querySelectorAll(selector)[nth || 0];
      if (!found) throw new Error('no element matches ' + selector);
      found.click();
    },
    open: (path) => simulator.openPage(path),
    back: () => simulator.session.push('back'),
    data: () => simulator.session.inspect('appdata'),
    sessions: () => simulator.started,
  };
  return logs;
}
