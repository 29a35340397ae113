// The number fields of the settings: what each is called, what it does, and which numbers it takes.

export interface Field {
  label: string;
  name: string; // in the setup
  says: string;
  low: number;
  high: number;
  step: number;
  most?: number; // to which it can be dragged; more can be typed
}

export const WAVE: readonly Field[] = [
  {
    label: 'Period',
    name: 'period',
    says: 'Steps in one wave. A longer wave takes longer to learn.',
    low: 2,
    high: 200,
    step: 1,
  },
  {
    label: 'Noise',
    name: 'noise',
    says: "Random noise added to each value (the wave's height is 1). Watch the anomaly rise with it.",
    low: 0,
    high: 1,
    step: 0.01,
  },
];

export const LENGTH: readonly Field[] = [
  {
    label: 'Iterations',
    name: 'steps',
    says: 'The number of steps. A curve is repeated; a file ends the run when it ends. Watch after how many the accuracy stops rising.',
    low: 10,
    high: 100000,
    most: 5000,
    step: 10,
  },
  {
    label: 'Training',
    name: 'train',
    says: 'Learn for this many steps; after that, only predict (testing). Watch whether the accuracy stays.',
    low: 0,
    high: 100000, // but not more than there are steps
    step: 1,
  },
];

export const CHANCE: readonly Field[] = [
  {
    label: 'Seed',
    name: 'seed',
    says: 'All random choices come from it: the same seed gives the same run, here and in Python.',
    low: 0,
    high: 999999,
    most: 100,
    step: 1,
  },
  {
    label: 'Noisy bits',
    name: 'noisy_bits',
    says: 'This part of the encoded bits is moved to random places at every step. See how much noise the columns tolerate.',
    low: 0,
    high: 1,
    step: 0.05,
  },
];

export const ENCODER: readonly Field[] = [
  {
    label: 'Bits',
    name: 'size',
    says: 'How many bits the input has. With more, two different values share bits by chance less often.',
    low: 32,
    high: 4096,
    step: 1,
  },
  {
    label: 'Active bits',
    name: 'active_bits',
    says: 'How many bits are on. With more, more values look alike, and noise does less harm.',
    low: 1,
    high: 400,
    step: 1,
  },
];
