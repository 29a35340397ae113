import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bitName, cellName, columnName } from '../src/pipeline/names';
import * as words from '../src/pipeline/words';
import type { Record_, Scene } from '../src/protocol';
import { record } from './record';

const SCENE = {
  unit: '',
  inputs: 400,
  columns: 256,
  cells_per_column: 8,
  setup: { steps: 400 },
} as unknown as Scene;

test.each([
  [null, '', 'missing'],
  ['B', '', 'B'],
  [0.123456, '', '0.123'],
  [-12345.6, 'kW', '-12,346 kW'],
  [1.39e-17, '', '0'],
  [-1.39e-17, '', '0'],
  [1.394e-7, 'A', '1.39 × 10⁻⁷ A'],
  [2.5e12, '', '2.5 × 10¹²'],
  [0, '', '0'],
])('a value in few characters: %s %s', (value, unit, text) => {
  expect(words.said(value, unit)).toBe(text);
});

const cellsOf = (column: number) => Array.from({ length: 8 }, (_, one) => 8 * column + one);

test('one is not many', () => {
  const counted = [0, 1, 1200].map((number) => words.count(number, 'cell'));
  expect(counted).toEqual(['0 cells', '1 cell', '1,200 cells']);
});

test('a likelihood just below the line is not rounded to it', () => {
  expect([words.unusual(0.988), words.unusual(0.99), words.unusual(null)]).toEqual([
    '0.988',
    '0.990',
    'not known',
  ]);
});

test('a high likelihood tells more surprise than usual from less', () => {
  expect(words.verdict(record({ likelihood: 0.5 }))).toBe('');
  expect(words.verdict(record({ likelihood: null }))).toBe('');
  expect(words.verdict(record({ likelihood: 0.995, alarm: true }))).toContain('More surprise than usual');
  expect(words.verdict(record({ likelihood: 0.995 }))).toContain('Less surprise than usual');
});

test('a part as a percentage', () => {
  expect([words.percent(0.126), words.percent(null)]).toEqual(['13 %', 'not known']);
});

describe('cells', () => {
  test.each([
    [[], [], 'No column was predicted. No cell is active.'],
    [[], [1, 2], 'No column was predicted. All 2 active columns burst: all their cells are active.'],
    [[], [1], 'No column was predicted. The active column bursts: all its cells are active.'],
    [[3], [1, 2], 'The predicted column did not become active. All 2 active columns burst: all their cells are active.'],
    [[3, 4], [], 'None of the 2 predicted columns became active. No cell is active.'],
    [[1, 2], [1, 2], 'All 2 active columns were predicted: only their predicted cells are active.'],
    [[1, 5], [1], 'The active column was predicted: only its predicted cells are active.'],
    [[1], [1, 2], '1 active column was predicted. 1 column bursts: all its cells are active.'],
    [[1, 2], [1, 2, 3, 4], '2 active columns were predicted. 2 columns burst: all their cells are active.'],
  ])('predicted %j, active %j', (expected, columns, text) => {
    expect(words.cellsNow(SCENE, record({ expected, columns, cells: columns.flatMap(cellsOf) }))).toBe(text);
  }); // prettier-ignore
});

test('a gap in a burst is a dead cell', () => {
  const cells = [...cellsOf(1), ...cellsOf(2).slice(2)];
  expect(words.cellsNow(SCENE, record({ columns: [1, 2], cells }))).toBe(
    'No column was predicted. All 2 active columns burst: all their living cells are active. The gaps are dead cells.',
  );
});

test('a forecast beside no predicted cell is said to be the classifier’s', () => {
  const next = { value: 1, expected: 0.5, probability: 1 };
  expect(words.nextNow(SCENE, record({ segments: 3, next }))).toContain('classifier');
  expect(words.nextNow(SCENE, record({ segments: 3 }))).toBe('No cell is predicted for the next step.');
  expect(words.nextNow(SCENE, record({}))).toContain('nothing has been learned yet');
  const one = words.nextNow(SCENE, record({ predictive: [8], next }));
  expect(one).toBe('1 cell in 1 column is predicted for the next step.');
});

test('a part of a large machine is said to be one', () => {
  expect(words.shownOf(40, { ...SCENE, columns: 2048 })).toBe('40 of 2,048 columns shown.');
  expect(words.shownOf(256, SCENE)).toBe('');
});

// Runs of several inputs and sizes: made by tests/page/test_modules.py.
const file = process.env['HTM_TEACHER_RECORDS'];
const runs = file
  ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, { scene: Scene; records: Record_[] }>)
  : {};

const BANISHED =
  /foretold|expect|announc|coming|\bwon\b|\bfires?\b|\bspeak|\bhear|\bborn\b|undefined|NaN|null/i;
const ONE = /(?<![\d,.])1 (columns|cells|bits|steps) |\b1 \w+ (are|burst)\b/;

describe.skipIf(!file)('every step of every run', () => {
  test.for(Object.entries(runs))('%s', ([, { scene, records }]) => {
    records.forEach((now, place) => {
      const before = records[place - 1] ?? null;
      const active = new Set(now.columns);
      const hit = now.expected.filter((one) => active.has(one)).length;
      const missed = now.expected.length - hit;
      const cells = words.cellsNow(scene, now);
      const [value, bits] = [words.valueNow(scene, now, before), words.bitsNow(scene, now, before)];
      const [columns, next] = [words.columnsNow(scene, now), words.nextNow(scene, now)];
      const things = [
        bitName(now.bits[0] ?? 0, now, before),
        columnName(now.columns[0] ?? 0, now),
        cellName(now.cells[0] ?? 0, scene.cells_per_column, now),
      ];
      const all = [value, bits, columns, cells, next, words.stepInWords(scene, now, before), ...things];
      for (const text of all) {
        expect(text).not.toMatch(BANISHED);
        expect(text).not.toMatch(ONE);
        expect(text).not.toMatch(/\de[-+]?\d/);
        expect(text).toMatch(/\S$/);
      }
      expect(cells.includes('No column was predicted')).toBe(!now.expected.length);
      expect(/None of|did not become/.test(cells)).toBe(missed > 0 && !hit);
      expect(cells.includes('burst')).toBe(active.size > hit);
      if (active.size) expect(columns).toContain(`, ${hit} of them predicted`);
      expect(next.startsWith('No cell is predicted')).toBe(!now.predictive.length);
      expect(next.includes('classifier')).toBe(!now.predictive.length && now.next !== null);
      expect(/No forecast/.test(value)).toBe(!before?.next);
    });
  });
});
