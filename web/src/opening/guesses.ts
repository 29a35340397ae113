// What the stored run of the first screen says: see first_run.py.

/** One step: what came, which columns were active, which had been predicted, and the guess for the next step. */
export interface Seen {
  value: string;
  columns: number[];
  expected: number[];
  next: { value: string } | null;
}

export const LOOP = 6; // letters in one round

/** Each letter, and whether it had been guessed one step before; null if there was no guess. */
export function guesses(steps: readonly Seen[]): { value: string; right: boolean | null }[] {
  return steps.map(({ value }, i) => {
    const guess = steps[i - 1]?.next;
    return { value, right: guess ? guess.value === value : null };
  });
}
