// What the learner has changed, and not yet run. It stays while other panels are open.
import { getContext, setContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Control, FileReading, Input, Setup, Trouble } from '../protocol';
import type { World } from '../world.svelte';
import { about, fresh, MEASURED } from './inputs';
import { OwnFile } from './own-file.svelte';

/** The parts of a setup, as the panel calls them. */
const PARTS: Record<string, string> = {
  input: 'input',
  steps: 'iterations',
  train: 'training',
  preset: 'preset',
  seed: 'seed',
  encoder: 'encoder',
  parameters: 'parameters',
  noisy_bits: 'noisy bits',
  kill: 'damage',
};
const EMPTY: Partial<Setup> = { encoder: { kind: 'auto' }, parameters: {}, noisy_bits: 0 };

export class Draft {
  setup = $state.raw() as Setup;
  running = $state(false); // it is being started
  refused = $state.raw<Trouble | null>(null); // why it could not be started
  turn = $state(0); // counts the times that every field has to show its value again
  readonly wrong = new SvelteMap<string, string>(); // fields with something else than a value in them
  readonly file = new OwnFile();
  #base = $state.raw() as Setup; // of the run shown

  constructor(base: Setup) {
    [this.#base, this.setup] = [base, base];
  }

  /** The parts that the run shown does not have yet. */
  get changed(): string[] {
    const names = Object.keys(PARTS).filter((name) => differs(name, this.setup, this.#base));
    return names.map((name) => PARTS[name]!);
  }

  /** Why it cannot be run now; "" if it can. */
  get blocked(): string {
    const { kind, values = [], pairs = [] } = this.setup.input;
    const [label] = this.wrong.keys();
    if (label) return `Correct “${label}” first.`;
    if (kind === 'csv' && this.file.reading) return `Reading ${this.file.name} …`;
    if (kind === 'csv' && !values.length && this.file.wrong) return `${this.file.name} cannot be read.`;
    if (kind === 'csv' && !values.length) return 'Choose a file first.';
    if (kind === 'drawn' && values.length < 2) return 'Draw a curve first.';
    if (kind === 'letters' && !pairs.length) return 'Write at least one sequence of letters.';
    return '';
  }

  /** Another run is shown than the one that this began from: begin from that one. */
  follow(base: Setup): void {
    if (base === this.#base || this.running) return;
    if (base.input !== this.#base.input && !this.file.has(base.input)) this.file.forget();
    this.#base = base;
    this.undo();
  }

  /** Run it. What is changed while the run begins is kept. */
  async run(world: World): Promise<void> {
    if (this.blocked || this.running) return;
    const sent = this.setup;
    [this.running, this.refused] = [true, null];
    const well = await world.start(sent);
    if (well) this.#rebase(world.scene.setup, sent);
    else if (world.trouble?.fields?.length) [this.refused, world.trouble] = [world.trouble, null];
    this.running = false;
    this.follow(world.scene.setup); // another run may have been begun elsewhere
  }

  change(parts: Partial<Setup>): void {
    this.refused = null;
    this.setup = { ...this.setup, ...parts };
  }

  /** Back to the run shown. */
  undo(): void {
    this.file.cancel();
    this.#again(this.#base);
  }

  /** Back to the preset: no parameter of one's own, no noise, no damage. */
  toPreset(): void {
    const { input, steps, train, preset, seed } = this.setup;
    this.#again({ input, steps, train, preset, seed });
  }

  /** Another kind of input. */
  choose(kind: Input['kind']): void {
    const { read } = this.file;
    if (kind !== 'csv') this.file.cancel();
    if (kind === 'csv' && read) this.input(read.input, read.steps, read.train / read.steps);
    else this.input(fresh(kind), about(kind).steps);
  }

  /** Another input; the steps become as many as are sensible for it. */
  input(input: Input, steps: number, training = 0.75): void {
    this.change({ input, steps, train: Math.round(training * steps), encoder: { kind: 'auto' } });
  }

  /** Read a file, or the chosen one again. One that cannot be read is not run, nor the one before it. */
  async read(world: World, file: File | null, reading: FileReading = {}, column?: string): Promise<void> {
    const read = await this.file.take(world, file, reading, column);
    if (read === undefined) return;
    if (read) this.input(read.input, read.steps, read.train / read.steps);
    else this.input(fresh('csv'), about('csv').steps);
  }

  /** Whether the preset has its value. How fast the classifier learns a measured series follows from its bits. */
  has({ name }: Control): boolean {
    return (
      name !== 'learning_rate' ||
      this.setup.parameters?.[name] !== undefined ||
      !MEASURED.includes(this.setup.input.kind)
    );
  }

  value(control: Control): number {
    return this.setup.parameters?.[control.name] ?? control.defaults[this.setup.preset];
  }

  set(control: Control, value: number): void {
    const parameters = { ...this.setup.parameters };
    if (value === control.defaults[this.setup.preset]) delete parameters[control.name];
    else parameters[control.name] = value;
    this.change({ parameters });
  }

  /** Of what differs from the run shown: what can be changed without a new run. */
  onTheWay(controls: Control[]): Record<string, number> {
    const before = this.#base.parameters ?? {};
    const preset = this.#base.preset;
    const changes: Record<string, number> = {};
    for (const control of controls) {
      const was = before[control.name] ?? control.defaults[preset];
      const now = this.value(control);
      if (!control.fixed && now !== was) changes[control.name] = now;
    }
    return changes;
  }

  #again(setup: Setup): void {
    this.setup = setup;
    this.refused = null;
    this.wrong.clear();
    this.turn++;
  }

  /** The run that was sent is shown: what was not changed since is now as it is there. */
  #rebase(base: Setup, sent: Setup): void {
    const names = Object.keys(PARTS) as (keyof Setup)[];
    const kept = names.filter((name) => this.setup[name] !== sent[name]);
    const mine = Object.fromEntries(kept.map((name) => [name, this.setup[name]]));
    this.#base = base;
    this.setup = { ...base, ...mine };
  }
}

function differs(name: string, one: Setup, other: Setup): boolean {
  const key = name as keyof Setup;
  if (one[key] === other[key]) return false;
  return JSON.stringify(one[key] ?? EMPTY[key]) !== JSON.stringify(other[key] ?? EMPTY[key]);
}

const drafts = new WeakMap<World, Draft>();

/** The one draft of a world. */
export function draftOf(world: World): Draft {
  const draft = drafts.get(world) ?? new Draft(world.scene.setup);
  drafts.set(world, draft);
  return draft;
}

const KEY = Symbol('draft');
/** For the fields of a panel: they say what is wrong in them. */
export const shareDraft = (draft: Draft): Draft => setContext(KEY, draft);
export const sharedDraft = (): Draft | undefined => getContext<Draft | undefined>(KEY);
