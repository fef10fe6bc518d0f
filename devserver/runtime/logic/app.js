// The object that app.js passed to App(), and its life cycle.

export class App {
  constructor(report) {
    this.report = report;
    this.options = null;
    this.inError = false;
  }

  register(options) {
    if (this.options !== null) throw new Error('App() was called a second time');
    this.options = options === null || typeof options !== 'object' ? {} : options;
  }

  launch(options) {
    this.run('onLaunch', [options]);
    this.run('onShow', [options]);
  }

  show(options) {
    this.run('onShow', [options]);
  }

  hide() {
    this.run('onHide', []);
  }

  error(error) {
    if (this.inError || this.options === null) return;
    this.inError = true;
    this.run('onError', [String(error && error.message !== undefined ? error.message : error), error && error.stack]);
    this.inError = false;
  }

  run(name, args) {
    if (this.options === null || typeof this.options[name] !== 'function') return;
    try {
      this.options[name].apply(this.options, args);
    } catch (error) {
      this.report(error, `app.${name}`);
    }
  }
}
