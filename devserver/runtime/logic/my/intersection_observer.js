// my.createIntersectionObserver(): the page frame watches the elements and reports.

export function createIntersectionObserver(page, options) {
  const given = options !== null && typeof options === 'object' ? options : {};
  let relativeTo;
  let margins;
  let id = null;
  const observer = {
    relativeTo(selector, distances) {
      relativeTo = selector;
      margins = distances;
      return observer;
    },
    relativeToViewport(distances) {
      relativeTo = undefined;
      margins = distances;
      return observer;
    },
    observe(selector, callback) {
      observer.disconnect();
      if (page === null || page.dead || typeof callback !== 'function') return;
      const { selectAll, thresholds, initialRatio } = given;
      id = page.observe({ selector, all: Boolean(selectAll), relativeTo, margins, thresholds, initialRatio }, callback);
    },
    disconnect() {
      if (id !== null) page.unobserve(id);
      id = null;
    },
  };
  return observer;
}
