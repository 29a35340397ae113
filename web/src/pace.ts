// How many steps are asked for at once: few, so that a question never waits long.

export interface Batch {
  most: number; // steps
  milliseconds: number; // that they should take
}

/** The number of steps to ask for next, where `count` took so many milliseconds. It grows twofold at most. */
export function paced(count: number, took: number, { most, milliseconds }: Batch): number {
  const fitting = Math.round((count * milliseconds) / Math.max(1, took));
  return Math.max(1, Math.min(most, fitting, 2 * count));
}
