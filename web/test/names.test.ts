import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capital, cellCalled, columnCalled } from '../src/pipeline/names';

const SRC = join(import.meta.dirname, '../src');

test('a cell is called by its place in its minicolumn', () => {
  expect(cellCalled(157, 8)).toBe('cell 5 of minicolumn 19');
  expect(capital(columnCalled(19))).toBe('Minicolumn 19');
});

test('no other file has a name of its own for a bit, a cell or a minicolumn', () => {
  const own = /\b(?:bit|cell|column) \$?\{/gi;
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(svelte|ts)$/.test(path),
  );
  const found = files
    .filter((path) => !path.endsWith('names.ts'))
    .flatMap((path) =>
      [...readFileSync(join(SRC, path), 'utf8').matchAll(own)].map(([one]) => `${path}: ${one}`),
    );
  expect(found).toEqual([]);
});
