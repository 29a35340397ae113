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

/** What happened in a round of the loop so far: how many letters came, and how much of them was right or predicted. */
export interface Round {
  letters: number;
  right: number; // guesses
  predicted: number; // letters, each as the part of its active columns that had been predicted
}

/** All rounds of a run, up to and with the step at a place. */
export function roundsOf(steps: readonly Seen[], at: number): Round[] {
  const all = guesses(steps);
  return Array.from({ length: Math.floor(steps.length / LOOP) }, (_, round) => {
    const first = round * LOOP;
    const seen = steps.slice(first, Math.min(first + LOOP, at + 1));
    const right = seen.filter((_, i) => all[first + i]!.right).length;
    return { letters: seen.length, right, predicted: seen.reduce((sum, one) => sum + predictedPart(one), 0) };
  });
}

const predictedPart = ({ columns, expected }: Seen): number =>
  columns.filter((one) => expected.includes(one)).length / Math.max(1, columns.length);
