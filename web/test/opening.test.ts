// The first screen: what its bars say of a run.
import { expect, test } from 'vitest';
import { roundsOf, type Seen } from '../src/opening/guesses';

const next = (value: string) => ({ value });
const step = (value: string, guess: string, columns: number[], expected: number[]): Seen => ({
  value,
  columns,
  expected,
  next: next(guess),
});

test('a round counts right guesses and predicted columns up to now', () => {
  const round = [...'ABCBDB'].map((value, i) => step(value, 'BCBDBA'[i]!, [1, 2], i % 2 ? [1, 2, 3] : [2]));
  const steps = [...round, ...round];
  expect(roundsOf(steps, 1)).toEqual([
    { letters: 2, right: 1, predicted: 1.5 }, // nothing was guessed before the first letter
    { letters: 0, right: 0, predicted: 0 },
  ]);
  expect(roundsOf(steps, 11)[1]).toEqual({ letters: 6, right: 6, predicted: 4.5 });
});
