import { expect, test } from 'vitest';
import { byDistance, overlaps, part, period } from '../src/inside/matrix';

const SDRS = [[1, 2, 3], [3, 4], [], [1, 3, 4]];
const SIZES = SDRS.map((one) => one.length);

test('each pair shares what both have', () => {
  expect([...overlaps(SDRS)]).toEqual([3, 1, 0, 2, 1, 2, 0, 2, 0, 0, 0, 0, 2, 2, 0, 3]);
});

test('the part is that of the larger, and 0 for what is empty', () => {
  const matrix = overlaps(SDRS);
  expect(part(matrix, SIZES, 0, 1)).toBe(1 / 3);
  expect(part(matrix, SIZES, 0, 2)).toBe(0);
  expect(part(matrix, SIZES, 2, 2)).toBe(0);
});

test('the mean over all pairs that are so far apart', () => {
  expect(byDistance(overlaps(SDRS), SIZES)).toEqual([
    { distance: 1, common: (1 / 3 + 0 + 0) / 3 },
    { distance: 2, common: (0 + 2 / 3) / 2 },
  ]);
});

test('what comes back every six steps has the period 6', () => {
  const wave = Array.from({ length: 40 }, (_, step) => [step % 6, 10 + (step % 6)]);
  const sizes = wave.map((one) => one.length);
  expect(period(byDistance(overlaps(wave), sizes))).toBe(6);
});

test('what never comes back has none', () => {
  const ramp = Array.from({ length: 40 }, (_, step) => [step, step + 1]);
  const sizes = ramp.map((one) => one.length);
  expect(period(byDistance(overlaps(ramp), sizes))).toBeNull();
  expect(period([])).toBeNull();
});
