import { expect, test } from 'vitest';
import { fromHash, toHash, type Moment } from '../src/share/hash';

const MOMENT: Moment = {
  setup: { input: { kind: 'drawn', name: 'Größe → 大', values: [1, null] }, steps: 400, train: 300, preset: 'toy', seed: 0 },
  at: 12,
  selected: { kind: 'synapse', cell: 3, serial: 4, source: 5 },
}; // prettier-ignore

const hashOf = (moment: unknown): string => toHash(moment as Moment);

test('a moment survives the way through a link, in any script', () => {
  const hash = toHash(MOMENT);
  expect(hash).toMatch(/^#s=[\w-]+$/);
  expect(fromHash(hash)).toEqual(MOMENT);
});

test('what is no link to a moment is none, and no error', () => {
  for (const hash of ['', '#', '#tour=3', '#x']) expect(fromHash(hash)).toBeNull();
});

test('a damaged link is an error', () => {
  const { setup } = MOMENT;
  const damaged = [
    toHash(MOMENT).slice(0, -5),
    '#s=%%%',
    hashOf(null),
    hashOf({ setup, at: -1 }),
    hashOf({ setup, at: 1.5 }),
    hashOf({ setup: { ...setup, input: null }, at: 1 }),
    hashOf({ setup: { ...setup, steps: '400' }, at: 1 }),
  ];
  for (const hash of damaged) expect(() => fromHash(hash), hash).toThrow('damaged');
});

test.each([
  [{ kind: 'burst' }, true],
  [{ kind: 'bit', bit: 7 }, true],
  [{ kind: 'bit', bit: -7 }, false],
  [{ kind: 'bit' }, false],
  [{ kind: 'segment', cell: 1 }, false],
  [{ kind: 'toString', bit: 7 }, false],
  ['bit', false],
])('a selection counts only if it is complete: %j', (selected, counts) => {
  expect(fromHash(hashOf({ ...MOMENT, selected }))?.selected).toEqual(counts ? selected : null);
});
