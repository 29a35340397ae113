// The lines of the tour's charts.
import { expect, test } from 'vitest';
import { nines, pathOf, scoreAt } from '../src/tour/curve';
import { record } from './record';

test('a step without a score interrupts the line', () => {
  expect(pathOf([1, 0.5, null, 0, 0.25])).toBe('M0 0.0L1 50.0M3 100.0L4 75.0');
});

test('a likelihood is drawn by its nines, a value between the lowest and the highest', () => {
  expect([0, 0.9, 0.99, 1].map(nines)).toEqual([0, 0.2, 0.4, 1].map((one) => expect.closeTo(one)));
  expect(nines(null)).toBeNull();
  const records = [record({ value: 15, recall: 0.3 })];
  expect(scoreAt('value', records, 0, [10, 20])).toBe(0.5);
  expect(scoreAt('recall', records, 0, [10, 20])).toBe(0.3);
  expect(scoreAt('recall', records, 1, [10, 20])).toBeNull();
});
