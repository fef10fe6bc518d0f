// Page urls: `/pages/a/a?x=1`, `../b/b`, `pages/a/a`.

export function parsePageUrl(url, basePath) {
  const text = String(url);
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  return { path: resolvePath(path, basePath), query: mark < 0 ? {} : parseQuery(text.slice(mark + 1)) };
}

// Relative to the folder of `basePath` unless it starts with `/`.
function resolvePath(path, basePath) {
  const parts = path.startsWith('/')
    ? []
    : String(basePath || '')
        .split('/')
        .slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

export function parseQuery(text) {
  const query = {};
  for (const pair of String(text).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (key === '__proto__') continue;
    query[key] = equals < 0 ? '' : decode(pair.slice(equals + 1));
  }
  return query;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}
