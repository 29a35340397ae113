import { expect, test } from 'vitest';
import { Waiting } from '../src/waiting';

/** What became of each that waits, in the order in which it happened. */
function watched(): { waiting: Waiting; told: string[]; settled: () => Promise<void> } {
  const waiting = new Waiting();
  const told: string[] = [];
  for (const [run, done] of [[0, 3], [0, 8], [1, 3]] as const) {
    waiting.until(run, done).then(
      () => told.push(`${run}: ${done}`),
      (why: unknown) => told.push(`${run}: ${String(why)}`),
    );
  } // prettier-ignore
  return { waiting, told, settled: async () => void (await new Promise(setImmediate)) };
}

test('steps wake those that waited for them, once, and no others', async () => {
  const { waiting, told, settled } = watched();
  const steps = [3, 2];
  waiting.wake((run) => steps[run]!);
  await settled();
  expect(told).toEqual(['0: 3']);
  waiting.wake(() => 8);
  await settled();
  expect(told).toEqual(['0: 3', '0: 8', '1: 3']);
});

test('those of a run that is closed are told so, and the others go on waiting', async () => {
  const { waiting, told, settled } = watched();
  waiting.drop('closed', 1);
  await settled();
  expect(told).toEqual(['1: closed']);
  waiting.drop('over');
  await settled();
  expect(told).toEqual(['1: closed', '0: over', '0: over']);
});
