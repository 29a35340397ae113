import { expect, test } from 'vitest';
import type { Scene, Setup } from '../src/protocol';
import { learned } from '../src/views/learned';
import { record } from './record';

const HOURS = Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2026, 0, 1, i)).toISOString());
const OWN: Setup = {
  input: { kind: 'csv', name: 'load', values: HOURS.map((_, i) => i % 24), times: HOURS },
  steps: 100,
  train: 70,
  preset: 'classroom',
  seed: 0,
};
const ENCODER = 'load: RDSE, 21 of 400 bits are on, and values 0.5 apart share all but one; time: DateTime, for time of day.'; // prettier-ignore

const scene = (setup: Partial<Setup>, more: Partial<Scene> = {}): Scene =>
  ({ setup: { ...OWN, ...setup }, encoder: ENCODER, times: HOURS, ...more }) as unknown as Scene;

/** Steps of which every second column is the same as one step before. */
const steps = (recall: number, many = 100) =>
  Array.from({ length: many }, (_, i) => record({ i, recall, precision: 0.61, columns: [1, 2 + i] }));

const buttons = (one: Scene, recall = 0.1) =>
  learned(one, steps(recall))!.remedies.flatMap(({ button }) => button ?? []);

test('a run that learned little says so, with both scores beside repeating the columns', () => {
  expect(learned(scene({}), steps(0.1))!.says).toBe(
    'Little was learned: over the last 30 steps recall is 0.10 and precision is 0.61. Repeating the columns of the step before would have a recall of 0.50.',
  );
});

test('a run that learned says nothing, nor does one that is not done, nor noise', () => {
  expect(learned(scene({}), steps(0.31))).toBeNull();
  expect(learned(scene({}), steps(0.1, 99))).toBeNull();
  expect(learned(scene({ steps: 50, train: 20 }), steps(0.1, 50))).toBeNull();
  expect(learned(scene({ input: { kind: 'noise' } }), steps(0.1))).toBeNull();
});

test('what can help is what is true of this run, and one click where it can be', () => {
  const coarse = 'Encode 4 times as coarsely';
  expect(buttons(scene({}))).toEqual(['Leave the times out', 'Learn them 3 times', coarse]);
  const bare = { ...OWN.input, times: null };
  const plain = { encoder: ENCODER.split(';')[0]!, times: null };
  expect(buttons(scene({ input: bare }, plain))).toEqual(['Learn them 3 times', coarse]);
  const long = { ...bare, values: [...bare.values!, ...bare.values!] };
  expect(buttons(scene({ input: long }, plain))).toEqual(['Take all 200 rows', coarse]);
  expect(buttons(scene({ input: { kind: 'sine' } }, plain))).toEqual(['Take 300 steps', coarse]);
  expect(buttons(scene({ input: { kind: 'letters' } }, { encoder: 'Category.', times: null }))).toEqual(['Take 300 steps']); // prettier-ignore
});

test('a remedy changes what it says, and nothing else', () => {
  const [times, thrice, coarse] = learned(scene({}), steps(0.1))!.remedies.map((one) => one.setup!);
  expect(times).toEqual({ ...OWN, input: { ...OWN.input, times: null } });
  const { values } = OWN.input;
  const over = [...values!, ...values!, ...values!];
  const input = { ...OWN.input, name: 'load, 3 times over', values: over, times: null };
  expect(thrice).toEqual({ ...OWN, input, steps: 300, train: 210 });
  expect(coarse).toEqual({ ...OWN, encoder: { kind: 'auto', resolution: 2 } });
  expect(buttons(scene({ input }, { times: null }))).not.toContain('Learn them 3 times');
});

test('what is learned three times over loses its times, and says so', () => {
  const thrice = (times: string[] | null) =>
    learned(scene({ input: { ...OWN.input, times } }), steps(0.1))!.remedies.find((one) => one.button?.includes('3 times'))!.says; // prettier-ignore
  expect(thrice(HOURS)).toContain('several times, without their times;');
  expect(thrice(null)).toContain('several times;');
});

test('rows that are not evenly spaced in time are said to be so', () => {
  const uneven = HOURS.map((_, i) => new Date(Date.UTC(2026, 0, 1, i * i)).toISOString());
  const says = (one: Scene) => learned(one, steps(0.1))!.remedies.map((each) => each.says).join(' '); // prettier-ignore
  expect(says(scene({}, { times: uneven }))).toContain('not evenly spaced');
  expect(says(scene({}))).not.toContain('not evenly spaced');
});

test('a short test is said to be one, unless there is none', () => {
  const short = learned(scene({ train: 90 }), steps(0.9))!;
  expect(short.says).toBe('The test has only 10 steps: one step can move a mean by 10 %.');
  expect(short.remedies[0]!.setup).toEqual({ ...OWN, train: 70 });
  expect(learned(scene({ train: 100 }), steps(0.9))).toBeNull();
  expect(learned(scene({ train: 90 }), steps(0.1))!.says).toMatch(/^Little was learned.* only 10 steps/);
});
