// What the learner has changed, and not yet run.
import type { Control, Input, Scene, Setup } from '../protocol';

export class Draft {
  setup = $state() as Setup;
  #base: Setup;

  constructor(base: Setup) {
    this.#base = base;
    this.setup = structuredClone(base);
  }

  /** Plain data, as it can be sent. */
  get plain(): Setup {
    return $state.snapshot(this.setup);
  }

  get changed(): boolean {
    return JSON.stringify(this.plain) !== JSON.stringify(this.#base);
  }

  /** Back to what runs now. */
  undo(): void {
    this.setup = structuredClone(this.#base);
  }

  /** Back to the preset: no parameter of one's own, no noise, no damage. */
  toPreset(): void {
    const { input, steps, train, preset, seed } = this.plain;
    this.setup = { input, steps, train, preset, seed };
  }

  /** Another input; the steps become as many as are sensible for it. */
  input(input: Input, steps: number, training = 0.75): void {
    this.setup.input = input;
    this.setup.steps = steps;
    this.setup.train = Math.round(training * steps);
    this.setup.encoder = { kind: 'auto' };
  }

  value(control: Control): number {
    return this.setup.parameters?.[control.name] ?? control.defaults[this.setup.preset];
  }

  set(control: Control, value: number): void {
    const parameters = { ...this.setup.parameters };
    if (value === control.defaults[this.setup.preset]) delete parameters[control.name];
    else parameters[control.name] = value;
    this.setup.parameters = parameters;
  }

  /** Of what differs from the run there is: what can be changed on the way. */
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
}

/** What the choices of an input are called, and how many steps show what it is about. */
export const INPUTS: { kind: Input['kind']; name: string; says: string; steps: number }[] = [
  { kind: 'sine', name: 'Sine wave', says: 'Smooth and periodic: the same context comes back every period.', steps: 400 },
  { kind: 'square', name: 'Square wave', says: 'Two values only; to know when it jumps, the machine must count in contexts.', steps: 400 },
  { kind: 'letters', name: 'Letters', says: 'Sequences that share letters: what follows C depends on how it began.', steps: 600 },
  { kind: 'demand', name: 'Electricity demand', says: 'Half-hourly, measured: days and weekends.', steps: 2000 },
  { kind: 'water', name: 'Water', says: 'A measured series with a daily rhythm and much noise.', steps: 2000 },
  { kind: 'walk', name: 'Random walk', says: 'Each value is near the one before; more cannot be known.', steps: 600 },
  { kind: 'noise', name: 'Noise', says: 'Nothing to learn: watch precision stay low.', steps: 400 },
  { kind: 'drawn', name: 'Drawn by hand', says: 'Draw a curve; it is repeated.', steps: 400 },
  { kind: 'csv', name: 'Your own CSV file', says: 'It never leaves this machine.', steps: 2000 },
]; // prettier-ignore

/** What a scene is about, in a few words. */
export function summary(scene: Scene): string {
  const { input, preset, steps } = scene.setup;
  const name = INPUTS.find((one) => one.kind === input.kind)?.name ?? input.kind;
  const what = input.kind === 'csv' ? (input.name ?? scene.name) : name;
  return `${what} · ${preset}, ${scene.columns} columns × ${scene.cells_per_column} cells · ${steps.toLocaleString('en')} steps`;
}
