import { expect, test } from 'vitest';
import { moved } from '../src/pipeline/roving';

test('the arrow keys move among things in rows, and stop at the edges', () => {
  const from = (at: number, key: string) => moved(key, at, 8, 4);
  expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => from(1, key))).toEqual([0, 2, 1, 5]);
  expect([from(0, 'ArrowLeft'), from(7, 'ArrowRight'), from(6, 'ArrowDown'), from(6, 'ArrowUp')]).toEqual([0, 7, 6, 2]);
  expect([from(5, 'Home'), from(5, 'End')]).toEqual([0, 7]);
}); // prettier-ignore

test('in one row, up and down are back and forth', () => {
  expect([moved('ArrowUp', 3, 5), moved('ArrowDown', 3, 5), moved('ArrowDown', 4, 5)]).toEqual([2, 4, 4]);
});

test('other keys do not move', () => {
  expect(moved('Enter', 1, 8)).toBeNull();
  expect(moved(' ', 1, 8)).toBeNull();
});
