// Which instances of a page have to render again. Changes of one turn are rendered together at its end; hooks that run then may change data
// again, which is rendered in the same flush, up to a limit that only an endless loop reaches.

const MAX_ROUNDS = 100;

export class Updates {
  // actions: render(state), commit(), send(), report(error, instance)
  constructor(actions) {
    this.actions = actions;
    this.dirty = new Set();
    this.scheduled = false;
    this.flushing = false;
  }

  schedule(state) {
    this.dirty.add(state);
    this.wake();
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
          this.stopLoop();
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

  stopLoop() {
    const labels = Array.from(new Set(Array.from(this.dirty).map((state) => `"${state.label}"`)));
    this.dirty.clear();
    this.actions.report(
      new Error(`${labels.join(', ')} kept changing its data in every update (${MAX_ROUNDS} times); look for setData in didUpdate`),
    );
  }
}
