import { expect, test } from 'vitest';
import { apart, compare, firstOf, scores } from '../src/code/difference';
import { record } from './record';

test('apart: 0 for the same, 1 for nothing in common', () => {
  expect(apart([], [])).toBe(0);
  expect(apart([1, 2], [1, 2])).toBe(0);
  expect(apart([1, 2], [3])).toBe(1);
  expect(apart([1, 2, 3], [2, 3, 4])).toBe(0.5);
});

test('the first step that differs, with all that differs in it', () => {
  const mine = [record({ i: 0 }), record({ i: 1, cells: [4], winners: [4] }), record({ i: 2, bits: [9] })];
  const theirs = mine.map((one) => record({ i: one.i }));
  expect(firstOf(compare(mine, theirs))).toEqual({ place: 1, kinds: ['cells'] });
  expect(firstOf(compare(mine, mine))).toBeNull();
});

test('a score that differs in its last digit is a difference', () => {
  const [a, b] = [record({ recall: 0.1 + 0.2 }), record({ recall: 0.3 })];
  expect(firstOf(compare([a], [b]))).toEqual({ place: 0, kinds: ['read-out'] });
});

test('as many steps are compared as both have', () => {
  expect(compare([record({}), record({})], [record({})])).toHaveLength(1);
});

test('means over the steps that have a score', () => {
  const records = [record({ recall: null }), record({ recall: 1 }), record({ recall: 0.5 }), record({})];
  expect(scores(records, 0, 3)).toEqual({ recall: 0.75, precision: null, steps: 3 });
});
