// The inputs that can be chosen, and the settings with which each begins.
import type { Input, Scene } from '../protocol';

/** What the choices of an input are called, and how many steps show what it is about. */
export const INPUTS: { kind: Input['kind']; name: string; says: string; steps: number }[] = [
  { kind: 'sine', name: 'Sine wave', says: 'Smooth and periodic: the same context returns in every period.', steps: 400 },
  { kind: 'square', name: 'Square wave', says: 'Only two values: to predict the jump, the machine must remember how long the value has stayed the same.', steps: 400 },
  { kind: 'walk', name: 'Random walk', says: 'Each value is near the one before; nothing else can be predicted.', steps: 600 },
  { kind: 'noise', name: 'Noise', says: 'Nothing can be learned: watch precision stay low.', steps: 400 },
  { kind: 'letters', name: 'Letters', says: 'Sequences that share letters: what follows C depends on how the sequence began.', steps: 600 },
  { kind: 'csv', name: 'Your own CSV file', says: 'The file never leaves this computer.', steps: 2000 },
  { kind: 'drawn', name: 'Drawn by hand', says: 'Draw a curve; it is repeated.', steps: 400 },
  { kind: 'demand', name: 'Electricity demand', says: 'Measured every half hour: days and weekends.', steps: 2000 },
  { kind: 'water', name: 'Water', says: 'A measured series with a daily rhythm and much noise.', steps: 2000 },
]; // prettier-ignore

/** The cards: what kinds of input there are. */
export const CARDS: { name: string; says: string; kinds: Input['kind'][] }[] = [
  { name: 'Wave', says: 'Computed values', kinds: ['sine', 'square', 'walk', 'noise'] },
  { name: 'Letters', says: 'Sequences in context', kinds: ['letters'] },
  { name: 'Data', says: 'Your own or measured', kinds: ['csv', 'drawn', 'demand', 'water'] },
];

export const MEASURED: Input['kind'][] = ['demand', 'water', 'csv']; // as in Python
export const WAVES: Input['kind'][] = ['sine', 'square'];

export function about(kind: Input['kind']): (typeof INPUTS)[number] {
  return INPUTS.find((one) => one.kind === kind) ?? INPUTS[0]!;
}

/** An input of this kind, as it begins. */
export function fresh(kind: Input['kind']): Input {
  const own: Partial<Input> = {};
  if (WAVES.includes(kind)) Object.assign(own, { period: 20, noise: 0 });
  if (kind === 'letters') own.pairs = ['ABCD', 'XBCY'];
  if (kind === 'drawn' || kind === 'csv') own.values = [];
  return { kind, ...own };
}

/** What a scene is about, in a few words. */
export function summary(scene: Scene): string {
  const { input, preset, steps } = scene.setup;
  const what = input.kind === 'csv' ? (input.name ?? scene.name) : about(input.kind).name;
  return `${what} · ${preset}, ${scene.columns} columns × ${scene.cells_per_column} cells · ${steps.toLocaleString('en')} steps`;
}
