// Who waits for steps that Python has not done yet.

interface One {
  run: number;
  done: number; // steps that its run must have
  wake: () => void;
  fail: (error: unknown) => void;
}

export class Waiting {
  #all: One[] = [];

  /** Until this run has so many steps: fulfilled by `wake`. Fails when it is dropped. */
  until(run: number, done: number): Promise<void> {
    return new Promise((wake, fail) => this.#all.push({ run, done, wake, fail }));
  }

  /** Steps were done; `stepsOf`: how many a run has. */
  wake(stepsOf: (run: number) => number): void {
    for (const one of this.#take(({ run, done }) => stepsOf(run) >= done)) one.wake();
  }

  /** What these wait for does not come any more: all of them, or those of one run. */
  drop(why: unknown, run?: number): void {
    for (const one of this.#take((one) => run === undefined || one.run === run)) one.fail(why);
  }

  #take(which: (one: One) => boolean): One[] {
    const taken = this.#all.filter(which);
    this.#all = this.#all.filter((one) => !taken.includes(one));
    return taken;
  }
}
