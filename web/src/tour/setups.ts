// The machines of the tour. Most stops share one, so that the tour flows.
import type { Scene, Setup } from '../protocol';

/** The run that the page begins with: a sine wave, a machine of 256 columns. */
export const WAVE: Setup = {
  input: { kind: 'sine', period: 20 },
  steps: 400,
  train: 300,
  preset: 'classroom',
  seed: 0,
};

/** Whether this is the run that the page begins with: all that it says, and nothing that changes it. */
export function plain(scene: Scene): boolean {
  const { parameters = {}, noisy_bits = 0, kill, encoder, ...rest } = scene.setup;
  const bare =
    !Object.keys(parameters).length && !noisy_bits && !kill && (encoder?.kind ?? 'auto') === 'auto';
  const { input, steps, train, preset, seed } = rest;
  const same = steps === WAVE.steps && train === WAVE.train && preset === WAVE.preset && seed === WAVE.seed;
  const wave = input.kind === 'sine' && input.period === WAVE.input.period && !input.noise;
  return bare && same && wave && Object.keys(encoder ?? {}).length <= 1;
}

/** The same wave with 20 active bits: half of them is a whole number, and the buckets are easy to count. */
export const HALVES: Setup = {
  ...WAVE,
  steps: 100,
  train: 80,
  encoder: { kind: 'rdse', size: 400, active_bits: 20, resolution: 0.1 },
};

/** The same wave, but columns learn ten times as fast, so that one win can be seen. */
export const FAST: Setup = {
  ...WAVE,
  steps: 200,
  train: 200,
  parameters: { pooler_permanence_increment: 0.03, pooler_permanence_decrement: 0.005 },
};

/** Two sequences that share their middle: what follows C depends on what was before B. */
export const LETTERS: Setup = {
  input: { kind: 'letters', pairs: ['ABCD', 'XBCY'] },
  steps: 400,
  train: 300,
  preset: 'toy',
  seed: 0,
};

/** Where the stuck wave sticks: from one step up to another, on one value. */
const ODD = { from: 340, to: 345, value: -0.5 };

/** A sine wave that sticks for five steps, once; the likelihood adapts in less time than usual. */
export const STUCK: Setup = {
  ...WAVE,
  input: { kind: 'drawn', values: Array.from({ length: 400 }, (_, i) => stuck(i)) },
  parameters: { learning_period: 100, estimation_samples: 100 },
};

function stuck(i: number): number {
  if (i >= ODD.from && i < ODD.to) return ODD.value;
  return Math.round(1000 * Math.sin((2 * Math.PI * i) / 20)) / 1000 + 0; // -0 becomes 0
}

/** A measured series: water that flows through a pipe, hour by hour. */
export const WATER: Setup = {
  input: { kind: 'water' },
  steps: 950,
  train: 850,
  preset: 'classroom',
  seed: 0,
};
