import { expect, test } from 'vitest';
import { forecasts, rollingLength, rollingMean } from '../src/views/rolling';
import { record } from './record';

test('a mean is over a twentieth of the run, 5 to 100', () => {
  expect([10, 400, 1999, 5000].map(rollingLength)).toEqual([5, 20, 99, 100]);
});

test('steps without a score do not count', () => {
  expect(rollingMean([null, 1, null, 0, 0], 2)).toEqual([null, 1, 1, 0, 0]);
  expect(rollingMean([1, 0.5, 0, 0.5], 3)).toEqual([1, 0.75, 0.5, 1 / 3]);
});

test('the forecast for a step stands in the one before', () => {
  const next = (value: number | string, expected: number | null) => ({ value, expected, probability: 1 });
  const records = [record({ next: next(2, 1.5) }), record({ next: next('B', null) }), record({ next: null })];
  expect(forecasts(records)).toEqual([null, 1.5, 'B']);
});
