// Where a path of the app lives. As on the phone: a relative path counts from the page's directory (also inside
// components), an absolute one from the package root; both are below `base` (the server's ./app/ folder).
const external = /^(https?:|file:|data:|blob:|myfile:|local:|temp:|\/\/)/i;

export function resolveResource(source, base, pagePath) {
  const text = String(source === null || source === undefined ? '' : source).trim();
  if (!text) return '';
  if (external.test(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return ''; // javascript: and friends never reach the document
  const directory = pagePath.slice(0, pagePath.lastIndexOf('/') + 1);
  const parts = [];
  for (const part of (text[0] === '/' ? text : directory + text).split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return base + parts.join('/');
}
