// What the page knows. Every view is given the one World and nothing else; what happens, happens through it.
//
// Records are only ever added at the end, and always as a new array, so whatever reads `records` notices.
import type { Commands, Record_, Scene, Setup, Stage, Trouble } from './protocol';
import { Clock } from './time/clock.svelte';
import { GOALS, type Goal } from './time/goals';
import { asTrouble, TroubleError } from './trouble';

/** Where answers come from: a Python in a worker, or whatever behaves like one. */
export interface Asker {
  ask<K extends keyof Commands>(name: K, args: Commands[K]['in']): Promise<Commands[K]['out']>;
}

/** The one thing on the picture that is asked about. */
export type Selection =
  | { kind: 'bit'; bit: number }
  | { kind: 'column'; column: number }
  | { kind: 'cell'; cell: number }
  | { kind: 'segment'; cell: number; serial: number }
  | { kind: 'synapse'; cell: number; serial: number; source: number }
  | { kind: 'burst' };

/** A second run that left the first after `from` steps; its records start there. */
export interface Second {
  scene: Scene;
  records: Record_[];
  from: number;
  says: string; // what is different in it
}

/** The rooms beside the picture. */
export type Room = 'tour' | 'change' | 'why' | 'inside' | 'code' | 'share';

const BATCH = { least: 1, most: 64, milliseconds: 80 };

export class World {
  scene = $state.raw() as Scene;
  records = $state.raw<Record_[]>([]);
  second = $state.raw<Second | null>(null);
  showing = $state<0 | 1>(0); // which run the picture draws, where there are two
  at = $state(0); // the place of the record shown
  goal = $state<Goal>('surprise'); // what is jumped to
  selected = $state.raw<Selection | null>(null);
  stage = $state<Stage | null>(null); // the stage that the pointer or the focus is on
  room = $state<Room | null>(null);
  live = $state(false); // Python is up; what it is asked about a step waits until it has done that step
  starting = $state('Python is starting');
  opened = $state(''); // the snapshot that the first run goes on from, if it does
  busy = $state<string | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  notice = $state(''); // good news, in a sentence
  theme = $state<'light' | 'dark'>('light');
  quiet = $state(false); // no motion that is not asked for
  clock: Clock;

  /** The run that the picture shows at this step. */
  run: 0 | 1 = $derived(this.showing === 1 && this.second && this.at >= this.second.from ? 1 : 0);
  record: Record_ = $derived(this.recordAt(this.at) as Record_);
  before: Record_ | null = $derived(this.at > 0 ? (this.recordAt(this.at - 1) ?? null) : null);
  last: number = $derived(this.records.length - 1);

  #machine: Asker | null = null;
  #done: [number, number] = [0, 0]; // steps that each run has behind it in the machine
  #waiting: { run: number; done: number; wake: () => void }[] = [];
  #turn = 0; // counts the runs begun, so that the steps of an old one know that they are old

  constructor(first: { scene: Scene; records: Record_[] }) {
    this.scene = first.scene;
    this.records = first.records;
    this.clock = new Clock(this);
  }

  get playing(): boolean {
    return this.clock.playing;
  }

  get speed(): number {
    return this.clock.speed;
  }

  set speed(value: number) {
    this.clock.speed = value;
  }

  /** The record at a place, of the run that is shown there. */
  recordAt(place: number): Record_ | undefined {
    const second = this.showing === 1 ? this.second : null;
    if (second && place >= second.from) return second.records[place - second.from] ?? this.records[place];
    return this.records[place];
  }

  /** Take answers from this machine from now on. */
  use(machine: Asker): void {
    this.#machine = machine;
  }

  /** Python is up: let it go through the run that is shown, so that it can answer. */
  async connect(machine: Asker, setup = this.setupNow()): Promise<void> {
    this.use(machine);
    const turn = ++this.#turn;
    [this.live, this.starting] = [false, 'Python repeats this run'];
    [this.second, this.showing, this.#done, this.opened] = [null, 0, [0, 0], ''];
    const made = await this.#guard(() => this.ask('setup', { setup }));
    if (made && turn === this.#turn) void this.#ahead(turn);
  }

  /** Ask Python. What is asked about a step waits until Python has done it. Fails with a TroubleError. */
  async ask<K extends keyof Commands>(name: K, args: Commands[K]['in']): Promise<Commands[K]['out']> {
    if ('at' in args && 'run' in args) await this.#reached(args.run, args.at);
    if (name === 'table') await this.#reached(0, this.records.length); // all that is shown
    if (!this.#machine) throw new TroubleError(asTrouble('Python is still starting'));
    try {
      return await this.#machine.ask(name, args);
    } catch (error) {
      throw new TroubleError(asTrouble(error));
    }
  }

  /** A new run. What is shown stays until the new one has something to show. True if it went well. */
  async start(setup: Setup, play = true): Promise<boolean> {
    return (await this.#begin('a new run begins', () => this.ask('setup', { setup }), play)) !== null;
  }

  /** Open a snapshot; it is the first run from now on. */
  async open(name: string, data: string): Promise<boolean> {
    const made = await this.#begin(`${name} is opened`, () => this.ask('open', { name, data }), true);
    if (made) this.opened = name;
    return made !== null;
  }

  seek(place: number): void {
    this.at = Math.min(Math.max(0, Math.round(place)), this.last);
  }

  /** To a step that may still have to be done. */
  async goTo(place: number): Promise<void> {
    const turn = this.#turn;
    await this.#reached(0, Math.min(place + 1, this.scene.setup.steps));
    if (turn === this.#turn) this.seek(place);
  }

  next(): void {
    this.pause();
    this.seek(this.at + 1);
  }

  back(): void {
    this.pause();
    this.seek(this.at - 1);
  }

  play(): void {
    if (this.at >= this.last) this.seek(0);
    this.clock.play();
  }

  pause(): void {
    this.clock.pause();
  }

  /** To the next or previous goal; after the last one, begin with the first again. */
  jump(way: 1 | -1, goal = this.goal): void {
    this.pause();
    this.goal = goal;
    const found: number[] = [];
    for (let place = 0; place <= this.last; place++) if (this.begins(place)) found.push(place);
    const place =
      way === 1
        ? (found.find((one) => one > this.at) ?? found[0])
        : (found.findLast((one) => one < this.at) ?? found.at(-1));
    const { says } = GOALS.find((one) => one.goal === goal)!;
    if (place === undefined)
      this.notice = `There is no ${goal} in this run so far: no step at which ${says}.`;
    else this.seek(place);
  }

  /** Whether what is jumped to begins at this place. */
  begins(place: number): boolean {
    const { here } = GOALS.find((one) => one.goal === this.goal)!;
    const [now, before] = [this.recordAt(place), this.recordAt(place - 1)];
    return now !== undefined && here(now) && !(before && here(before));
  }

  /** Go on from after this step with other parameters, as a second run beside the first. */
  async branch(at: number, changes: Record<string, number>, says = ''): Promise<boolean> {
    const words = Object.entries(changes).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
    return this.#fork(at, changes, says || words.join(', '), null);
  }

  /** Kill a part of the cells after the step shown, in a second run, so that both can be compared. */
  async kill(fraction: number): Promise<boolean> {
    const says = `${Math.round(100 * fraction)} % of the cells died after step ${this.at + 1}`;
    return this.#fork(this.at + 1, {}, says, fraction);
  }

  closeBranch(): void {
    this.second = null;
    this.showing = 0;
    this.seek(this.at);
  }

  /** The whole setup of the first run, as plain data of one's own. */
  setupNow(): Setup {
    return structuredClone(this.scene.setup);
  }

  async #fork(
    at: number,
    changes: Record<string, number>,
    says: string,
    kill: number | null,
  ): Promise<boolean> {
    if (at >= this.scene.setup.steps) {
      this.trouble = asTrouble('This is the last step: go to an earlier one, and go on from there.');
      return false;
    }
    this.trouble = null;
    const result = await this.#guard(async () => {
      await this.#reached(0, at);
      this.#turn++; // no step of the second run there was may come in between
      [this.second, this.showing] = [null, 0];
      const scene = await this.ask('branch', { at, changes });
      if (kill !== null) await this.ask('kill', { run: 1, fraction: kill });
      return { scene, records: await this.ask('step', { run: 1, count: 1 }) };
    }, 'a second run begins');
    if (result) {
      this.#done[1] = at + result.records.length;
      this.second = { ...result, from: at, says };
      this.showing = 1;
      this.seek(at);
    }
    void this.#ahead(++this.#turn);
    return result !== null;
  }

  /** The work is shown as going on; what goes wrong is shown, and gives null. */
  async #guard<T>(work: () => Promise<T>, doing: string | null = null): Promise<T | null> {
    this.busy = doing;
    try {
      return await work();
    } catch (error) {
      this.trouble = asTrouble(error);
      return null;
    } finally {
      this.busy = null;
    }
  }

  async #begin(doing: string, scene: () => Promise<Scene>, play: boolean): Promise<Scene | null> {
    const turn = ++this.#turn;
    this.trouble = null;
    const made = await this.#guard(scene, doing);
    if (turn !== this.#turn) return null; // another run was begun meanwhile
    const records = made && (await this.#guard(() => this.ask('step', { run: 0, count: 4 }), doing));
    if (turn !== this.#turn) return null;
    if (!made) void this.#ahead(turn); // the old run goes on
    if (!made || !records?.length) return null;
    this.pause();
    [this.at, this.showing, this.second, this.selected, this.opened] = [0, 0, null, null, ''];
    [this.scene, this.records] = [made, records];
    this.#done = [records.length, 0];
    this.live = true;
    for (const one of this.#waiting.splice(0)) one.wake(); // what they ask about is no more
    void this.#ahead(turn);
    if (play) this.play();
    return made;
  }

  /** Step ahead of the viewer, in batches so small that a question never waits long. */
  async #ahead(turn: number): Promise<void> {
    const pace: [number, number] = [4, 4]; // steps in one batch of each run
    try {
      while (turn === this.#turn) {
        const total = this.scene.setup.steps;
        const run = this.second && this.#done[1] < total && this.#done[1] <= this.#done[0] ? 1 : 0;
        if (this.#done[run] >= total) break;
        const count = Math.min(pace[run], total - this.#done[run]);
        const began = performance.now();
        const batch = await this.ask('step', { run, count });
        if (!batch.length || (run === 1 && !this.second)) break;
        this.#add(run, batch);
        const took = Math.max(1, performance.now() - began);
        const fitting = Math.round((count * BATCH.milliseconds) / took);
        pace[run] = Math.min(BATCH.most, Math.max(BATCH.least, Math.min(fitting, 2 * count)));
      }
    } catch (error) {
      if (turn === this.#turn) this.trouble = asTrouble(error);
    }
  }

  #add(run: 0 | 1, batch: Record_[]): void {
    const done = (this.#done[run] += batch.length);
    if (run === 1 && this.second) {
      this.second = { ...this.second, records: [...this.second.records, ...batch] };
    } else if (run === 0 && done > this.records.length) {
      this.records = [...this.records, ...batch.slice(this.records.length - done)];
    }
    this.live = true;
    const ready = this.#waiting.filter((one) => this.#done[one.run as 0 | 1] >= one.done);
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const one of ready) one.wake();
  }

  #reached(run: number, done: number): Promise<void> {
    if (this.#done[run as 0 | 1] >= done) return Promise.resolve();
    return new Promise((wake) => this.#waiting.push({ run, done, wake }));
  }
}
