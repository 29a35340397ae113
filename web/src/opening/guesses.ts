// What the stored run of the first screen says: see first_run.py.

/** One step: what came, which columns were active, which had been predicted, and the guess for the next step. */
export interface Seen {
  value: string;
  columns: number[];
  expected: number[];
  next: { value: string } | null;
}

export const LOOP = 6; // letters in one round

/** Each letter, and whether it had been guessed one step before. */
export function guesses(steps: readonly Seen[]): { value: string; right: boolean }[] {
  return steps.map(({ value }, i) => ({ value, right: steps[i - 1]?.next?.value === value }));
}
