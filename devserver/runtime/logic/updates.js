// Which instances of a page have to render again. Changes of one turn are rendered together at its end; hooks that
// run then may change data again, which is rendered in the same flush, up to a limit that only an endless loop
// reaches.

const MAX_ROUNDS = 100;
// Legacy hooks run between patches, so their loops turn slowly; they are still loops.
const MAX_CHAIN = 1000;

export class Updates {
  // actions: render(state), commit(), send(), report(error, instance)
  constructor(actions) {
    this.actions = actions;
    this.dirty = new Set();
    this.scheduled = false;
    this.flushing = false;
    this.chain = 0;
  }

  schedule(state) {
    this.dirty.add(state);
    this.wake();
  }

  // Runs hooks that the view's acknowledgement released; changes they make continue the chain of updates that led to
  // them. (A chain of setData callbacks is somebody's animation.)
  continueWith(run) {
    run();
    if (this.dirty.size === 0) this.chain = 0;
    else this.chain += 1;
    if (this.chain > MAX_CHAIN) {
      this.chain = 0;
      this.stopLoop(MAX_CHAIN);
    }
  }

  wake() {
    if (this.scheduled || this.flushing) return;
    this.scheduled = true;
    Promise.resolve().then(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  forget(state) {
    this.dirty.delete(state);
  }

  flush() {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (let round = 0; this.dirty.size > 0; round += 1) {
        if (round === MAX_ROUNDS) {
          this.stopLoop(MAX_ROUNDS);
          break;
        }
        // parents first: they may render their children on the way
        const batch = Array.from(this.dirty).sort((a, b) => a.depth - b.depth);
        for (const state of batch) {
          if (this.dirty.delete(state) && !state.dead) this.actions.render(state);
        }
        this.actions.commit();
      }
    } finally {
      this.flushing = false;
    }
    this.actions.send();
  }

  stopLoop(times) {
    const labels = Array.from(new Set(Array.from(this.dirty).map((state) => `"${state.label}"`)));
    this.dirty.clear();
    this.actions.report(
      new Error(
        `${labels.join(', ')} kept changing its data in every update (${times} times); look for setData in didUpdate`,
      ),
    );
  }
}
