import { expect, test } from 'vitest';
import { readCsv } from '../src/change/csv';
import type { World } from '../src/world.svelte';

test('a file goes to Python byte for byte, with the column if one was chosen', async () => {
  const asked: unknown[] = [];
  const world = { ask: (...args: unknown[]) => Promise.resolve(asked.push(args)) } as unknown as World;
  const bytes = Uint8Array.from({ length: 70_000 }, (_, one) => one % 256);
  const file = new File([bytes], 'flow.csv');
  await readCsv(world, file);
  await readCsv(world, file, 'flow');
  const data = Buffer.from(bytes).toString('base64');
  expect(asked).toEqual([
    ['read_csv', { name: 'flow.csv', data }],
    ['read_csv', { name: 'flow.csv', data, column: 'flow' }],
  ]);
});
