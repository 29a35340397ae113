// The runs: what Python does, and what the page holds of it. Only here is Python told to change a run.
//
// Changes are made one after the other, and the page shows a run only when Python holds it. If Python holds
// another run than the page shows, because it was restarted or a new run failed at its first steps, the run
// shown is made again. Records are only ever added at the end, and always as a new array, so whatever reads
// `records` notices.
import { paced } from './pace';
import type { Commands, Record_, Scene, Setup, Trouble } from './protocol';
import { asTrouble, outdated, TroubleError } from './trouble';
import { Waiting } from './waiting';

/** Where answers come from: a Python in a worker, or whatever behaves like one. */
export interface Asker {
  ask<K extends keyof Commands>(name: K, args: Commands[K]['in']): Promise<Commands[K]['out']>;
}

/** A second run that left the first after `from` steps; its records start there. */
export interface Second {
  scene: Scene;
  records: Record_[];
  from: number;
  says: string; // what is different in it
  changes: Record<string, number>; // of parameters
  killed: number | null; // the part of the cells that died at its first step
}

const BATCH = { most: 64, milliseconds: 80 };
const FIRST = 4; // steps that are done before a new run is shown

export abstract class Runs {
  scene = $state.raw() as Scene;
  records = $state.raw<Record_[]>([]);
  second = $state.raw<Second | null>(null);
  showing = $state<0 | 1>(0); // which run the picture draws, where there are two
  live = $state(false); // Python is up; a question about a step waits until Python has done that step
  starting = $state('Loading Python');
  opened = $state(''); // the snapshot that the first run continues from, if it does
  busy = $state<string | null>(null);
  trouble = $state.raw<Trouble | null>(null);

  #machine: Asker | null = null;
  #origin: () => Promise<Scene>; // makes the run shown in Python, once more
  #held: Scene | null = null; // the scene of the first run that Python holds
  #done = 0; // steps of the first run that Python has done
  #waiting = new Waiting();
  #failed: unknown = null; // why Python does no more steps of the run shown
  #changes = 0; // changes begun; the steps ahead belong to the newest
  #unfinished = 0; // changes that wait or are being made
  #last: Promise<void> = Promise.resolve(); // fulfilled when they are finished

  constructor(first: { scene: Scene; records: Record_[] }) {
    [this.scene, this.records] = [first.scene, first.records];
    this.#origin = () => this.#tell('setup', { setup: first.scene.setup });
  }

  /** A new run is about to be shown, at its first step. */
  protected abstract begun(): void;
  /** A second run is shown from this place on. */
  protected abstract forked(place: number): void;
  abstract play(): void;

  /** Take answers from this machine from now on. */
  use(machine: Asker): void {
    this.#machine = machine;
  }

  /** A new Python: let it go through the run that is shown, so that it can answer. */
  async connect(machine: Asker): Promise<void> {
    this.use(machine);
    [this.live, this.#held] = [false, null];
    this.closeBranch();
    await this.#change('', () => Promise.resolve());
  }

  /** Ask Python. What is asked about a step waits until Python has done it. Fails with a TroubleError. */
  async ask<K extends keyof Commands>(name: K, args: Commands[K]['in']): Promise<Commands[K]['out']> {
    if ('run' in args || name === 'encode') {
      const run = 'run' in args ? args.run : 0;
      const about = this.#shown(run);
      await this.reached(run, 'at' in args ? args.at : name === 'table' ? this.#length(run) : 0);
      if (about !== this.#shown(run)) throw outdated();
    }
    return this.#tell(name, args);
  }

  /** A new run. What is shown stays until the new one has something to show. True if it went well. */
  start(setup: Setup, play = true): Promise<boolean> {
    return this.#begin('Starting a new run …', () => this.#tell('setup', { setup }), '', play);
  }

  /** Open a snapshot; it is the first run from now on. */
  open(name: string, data: string): Promise<boolean> {
    let before = this.#origin; // what the snapshot continues with depends on the run before it
    const again = async () => (await before(), await this.#tell('open', { name, data }));
    const now = () => ((before = this.#origin), this.#tell('open', { name, data }));
    return this.#begin(`Opening ${name} …`, now, name, true, again);
  }

  /** Continue from after this step with other parameters, as a second run beside the first. */
  branch(at: number, changes: Record<string, number>, says = ''): Promise<boolean> {
    const words = Object.entries(changes).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
    return this.fork(at, changes, says || words.join(', '));
  }

  closeBranch(): void {
    [this.second, this.showing] = [null, 0];
    this.#waiting.drop(outdated(), 1);
  }

  /** The whole setup of the first run, as plain data of one's own. */
  setupNow(): Setup {
    return structuredClone(this.scene.setup);
  }

  protected async fork(
    at: number,
    changes: Record<string, number>,
    says: string,
    killed: number | null = null,
  ): Promise<boolean> {
    if (at >= this.scene.setup.steps) {
      this.trouble = asTrouble('This is the last step: go to an earlier one, and continue from there.');
      return false;
    }
    this.trouble = null;
    try {
      await this.reached(0, at);
    } catch {
      return false; // another run has taken its place
    }
    if (this.#unfinished) return false; // one is enough: a change is being made, as the page says
    return this.#change('Starting a second run …', async () => {
      const scene = await this.#tell('branch', { at, changes });
      this.closeBranch();
      if (killed !== null) await this.#tell('kill', { run: 1, fraction: killed });
      const records = await this.#tell('step', { run: 1, count: 1 });
      [this.second, this.showing] = [{ scene, records, from: at, says, changes, killed }, 1];
      this.forked(at);
    });
  }

  #begin(
    doing: string,
    make: () => Promise<Scene>,
    opened: string,
    play: boolean,
    again = make,
  ): Promise<boolean> {
    return this.#change(doing, async () => {
      this.trouble = null;
      const scene = await make();
      this.#held = scene; // from here on Python has it in place of the run shown
      await this.#show(scene, opened);
      this.#origin = again;
      if (play) this.play();
    });
  }

  /** Make a change when those before it are made. One that waits is given up for a newer one: then false. */
  async #change(doing: string, make: () => Promise<void>): Promise<boolean> {
    const change = ++this.#changes;
    this.#failed = null;
    const before = this.#last;
    let finish = (): void => undefined;
    this.#last = new Promise((done) => (finish = done));
    this.#unfinished++;
    if (doing) this.busy = doing;
    await before;
    let well = false;
    if (change === this.#changes) {
      try {
        await make();
        well = true;
      } catch (error) {
        this.trouble = asTrouble(error);
      }
    }
    if (change === this.#changes) await this.#again();
    this.#unfinished--;
    finish();
    if (change === this.#changes) {
      this.busy = null;
      void this.#ahead(change);
    }
    return well;
  }

  /** If Python does not hold the run shown, make it there once more. */
  async #again(): Promise<void> {
    if (this.#held === this.scene) return;
    try {
      const scene = await this.#origin();
      this.#held = scene;
      if (alike(scene, this.scene)) {
        [this.#held, this.#done] = [this.scene, 0];
        this.closeBranch();
      } else await this.#show(scene, this.opened);
    } catch (error) {
      this.trouble ??= asTrouble(error);
      [this.#done, this.#failed] = [0, error];
      this.#waiting.drop(error);
      this.live = true; // another run can be started
    }
  }

  async #show(scene: Scene, opened: string): Promise<void> {
    const records = await this.#tell('step', { run: 0, count: FIRST });
    if (!records.length) throw new Error('The run has no steps: give it an input with at least one value.');
    this.begun();
    [this.showing, this.second, this.opened] = [0, null, opened];
    [this.scene, this.records, this.#done] = [scene, records, records.length];
    this.live = true;
    this.#waiting.drop(outdated());
  }

  /** Step ahead of the viewer, in batches so small that a question never waits long. */
  async #ahead(change: number): Promise<void> {
    const pace: [number, number] = [FIRST, FIRST]; // steps in one batch of each run
    try {
      while (change === this.#changes && this.#held === this.scene) {
        const total = this.scene.setup.steps;
        const second = this.second ? this.#length(1) : total;
        const run = second < total && second <= this.#done ? 1 : 0;
        const left = total - (run ? second : this.#done);
        if (left <= 0) break;
        const count = Math.min(pace[run], left);
        const began = performance.now();
        const batch = await this.#tell('step', { run, count });
        if (!batch.length) break;
        this.#add(run, batch);
        pace[run] = paced(count, performance.now() - began, BATCH);
      }
    } catch (error) {
      if (change !== this.#changes) return;
      this.trouble = asTrouble(error);
      this.#failed = error;
      this.#waiting.drop(error);
    }
  }

  #add(run: 0 | 1, batch: Record_[]): void {
    if (run === 0) {
      this.#done += batch.length;
      const more = this.#done - this.records.length;
      if (more > 0) this.records = [...this.records, ...batch.slice(-more)];
    } else if (this.second) {
      this.second = { ...this.second, records: [...this.second.records, ...batch] };
    }
    this.live = true;
    this.#waiting.wake((one) => this.#stepsOf(one));
  }

  /** Wait until no change is being made and this run has so many steps in Python. Fails if another takes its place. */
  protected async reached(run: number, done: number): Promise<void> {
    const about = this.#shown(run);
    if (!about) throw outdated();
    while (this.#unfinished || this.#stepsOf(run) < done) {
      if (this.#unfinished) await this.#last;
      else if (this.#failed) throw this.#failed;
      else await this.#waiting.until(run, done);
      if (about !== this.#shown(run)) throw outdated();
    }
  }

  /** The scene of a run: which run it is. */
  #shown(run: number): Scene | undefined {
    return run === 1 ? this.second?.scene : this.scene;
  }

  /** Steps of a run that the page holds. */
  #length(run: number): number {
    return run === 0 ? this.records.length : this.second ? this.second.from + this.second.records.length : 0;
  }

  /** Steps of a run that Python has done. */
  #stepsOf(run: number): number {
    return run === 0 ? this.#done : this.#length(1);
  }

  async #tell<K extends keyof Commands>(name: K, args: Commands[K]['in']): Promise<Commands[K]['out']> {
    if (!this.#machine) throw new TroubleError(asTrouble('Python is still starting.'));
    try {
      return await this.#machine.ask(name, args);
    } catch (error) {
      throw new TroubleError(asTrouble(error));
    }
  }
}

/** Whether two runs are the same from their first step on. */
function alike(one: Scene, other: Scene): boolean {
  const of = ({ setup, values, done }: Scene) => JSON.stringify([setup, values, done]);
  return of(one) === of(other);
}
