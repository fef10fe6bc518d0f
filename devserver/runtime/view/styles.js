// The page's stylesheet: one constructed sheet whose rules are swapped in place, so a style change never repaints twice and
// a strict Content-Security-Policy is no obstacle.
const url = /url\(\s*(["']?)\/(?!\/)([^"')]*)\1\s*\)/g;
const hairline = /(^|[^\d.])(?:0?\.01rem)\b/g;
const thinLine = /(^|[^\d.])(?:0?\.02rem)\b/g;

export class Styles {
  constructor(base) {
    this.base = base;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = document.adoptedStyleSheets.concat(this.sheet);
    this.css = '';
  }

  // url(/x) counts from the package root.
  assets(css) {
    return css.indexOf('url(') < 0 ? css : css.replace(url, (all, quote, path) => 'url("' + this.base + path.replace(/"/g, '%22') + '")');
  }

  replace(css) {
    this.css = String(css || '');
    let text = this.css.replace(hairline, (all, before) => before + '1px');
    if (this.width < 375) text = text.replace(thinLine, (all, before) => before + '1px');
    this.sheet.replaceSync(this.assets(text));
  }

  // 1rem = 100rpx: the screen's short side is 7.5rem.
  fit() {
    const root = document.documentElement;
    this.width = Math.min(root.clientWidth, root.clientHeight) || root.clientWidth;
    root.style.fontSize = (100 * this.width) / 750 + 'px';
    this.replace(this.css);
    return this.width;
  }
}
