// What the stops of the tour say of what a visitor does: done, or why it is not what the task asks for.
import { expect, test, vi } from 'vitest';
import type { Record_ } from '../src/protocol';
import { meaning } from '../src/glossary/glossary';
import { recall, remember } from '../src/tour/kept';
import { guessed, type State, type StopId } from '../src/tour/stop';
import { STOPS } from '../src/tour/stops';
import { record } from './record';

/** The page at a place, where these are the records of the first run. */
function page(records: Partial<Record_>[], at: number, more: Partial<State> = {}): State {
  const all = records.map((one, i) => record({ i, ...one }));
  const [now, before] = [all[at] ?? record({}), all[at - 1] ?? null];
  const still = {
    run: 0 as const,
    second: null,
    playing: false,
    selected: null,
    pickedAt: at,
    compared: null,
    crossed: null,
  };
  const ask = (() => Promise.reject(new Error('nothing is asked'))) as State['ask'];
  return { at, record: now, before, records: all, perColumn: 8, ask, ...still, ...more };
}

const judged = (stop: StopId, state: State) => STOPS.find(({ id }) => id === stop)!.judge(state);

test('a bit must have stayed on, one step later', () => {
  const records = Array.from({ length: 26 }, (_, i) => ({ bits: i === 25 ? [1, 2, 3] : [1, 2] }));
  const bit = (one: number, at = 25) =>
    judged('bits', page(records, at, { selected: { kind: 'bit', bit: one } }));
  expect(bit(2)).toBe(true);
  expect(bit(3)).toBe('Bit 3 is on, but it was off one step before.');
  expect(bit(9)).toBe('Bit 9 is off. The task asks for one that has stayed on.');
  expect(bit(2, 24)).toBe('This is still the first value of this stop. Go one step on.');
  expect(judged('bits', page(records, 25))).toBe('');
  expect(bit(2, 23)).toBe('This is step 24. The task is about step 26, one step on.');
  const early = page(records, 25, { selected: { kind: 'bit', bit: 2 }, pickedAt: 24 });
  expect(judged('bits', early)).toBe('Bit 2 was clicked at step 25. Click a bit at this step.');
});

test('beside the success stands how the guess turned out', () => {
  const { question } = STOPS.find(({ id }) => id === 'overlap')!;
  expect([null, question.right].map((guess) => guessed(question, guess))).toEqual([
    '',
    'Your guess was right.',
  ]);
  expect(guessed(question, 0)).toBe('You guessed “Fewer than 2”, but the answer is “About 8”.');
});

test('two values must share half of their bits', () => {
  const compared = { a: [1, 2, 3, 4], b: [1, 2, 3, 5] };
  expect(judged('similar', page([{}], 0, { compared }))).toBe(
    'These two values share 3 bits. The task asks for 2.',
  );
  expect(judged('similar', page([{}], 0, { compared: { a: [1, 2, 3, 4], b: [3, 4, 5, 6] } }))).toBe(true);
});

test('the runner-up is the best that lost, also among equals', async () => {
  const answer = { columns: [7, 5, 3, 9, 8], overlaps: [18, 13, 13, 13, 12], winners: 2 };
  const ask = (() => Promise.resolve(answer)) as unknown as State['ask'];
  const column = (one: number, stop: StopId = 'inhibition') =>
    judged(stop, page([{}], 0, { ask, at: 204, selected: { kind: 'column', column: one } }));
  expect(await column(3)).toBe(true);
  expect(await column(5)).toBe('Minicolumn 5 won, at place 2 of 2.');
  expect(await column(9)).toBe(
    'Minicolumn 9 lost. Its overlap is as high, but the fixed order of ties puts it at place 4. The best that lost is at place 3.',
  );
  expect(await column(8)).toContain('Its overlap puts it at place 5.');
  expect(await column(7, 'overlap')).toBe(true);
  expect(await column(5, 'overlap')).toBe('Minicolumn 5 has an overlap of 13. There is a higher one.');
});

test('a cell that was predicted is not one that is predicted for the next step', () => {
  const now = { columns: [1, 2], cells: [8, 16], expected: [1], predictive: [24] };
  const cell = (one: number) => judged('cells', page([now], 0, { selected: { kind: 'cell', cell: one } }));
  expect(cell(24)).toBe(true);
  expect(cell(8)).toMatch(/^Cell 0 of minicolumn 1 was predicted for this step and is active now\. /);
  expect(cell(16)).toMatch(/^Cell 0 of minicolumn 2 is active now\. /);
  expect(cell(9)).toBe('Cell 1 of minicolumn 1 is not predictive: it has no diamond.');
});

test('a step that was predicted in part says how much came', () => {
  const part = { columns: [1, 2], expected: [2, 3, 4], recall: 0.5, precision: 1 / 3 };
  expect(judged('burst', page([part], 0))).toBe(
    'At step 1, 3 columns were predicted, and 1 of them became active.',
  );
  expect(judged('burst', page([{ columns: [1] }], 0))).toBe(true);
  expect(judged('scores', page([part], 0))).toBe(
    'At step 1, recall is 0.50 and precision 0.33: 3 columns were predicted, and 1 of them is among the 2 that became active.',
  );
  expect(judged('scores', page([part], 0, { playing: true }))).toBe('');
  expect(judged('scores', page([{ recall: 0.2, precision: 1 }], 0))).toBe(true);
  for (const [recall, precision] of [
    [1, 1],
    [0.5, 1],
    [0.2, 0.9],
    [null, 1],
  ] as const)
    expect(judged('scores', page([{ recall, precision }], 0))).not.toBe(true);
});

test('the cell in the context of X is predictive after X only', () => {
  const predicted = [[], [8, 9], [], [8, 10]];
  const letters = ['A', 'B', 'X', 'B'].map((value, i) => ({ value, predictive: predicted[i]! }));
  const cell = (one: number, at = 3) =>
    judged('context', page(letters, at, { selected: { kind: 'cell', cell: one } }));
  expect(cell(10)).toBe(true);
  expect(cell(8)).toBe('Cell 0 of minicolumn 1 is predictive after A, too.');
  expect(cell(11)).toBe('Cell 3 of minicolumn 1 is not predictive after X: it has no diamond.');
  expect(cell(9, 1)).toContain('is in the picture “B after A”');
});

test('the alarm is at the first step over the line', () => {
  const likelihoods = [0.5, 0.995, 0.95, 0.99, 1, 1, 0.3];
  const records: Partial<Record_>[] = Array.from({ length: 300 }, () => ({}));
  records.push(...likelihoods.map((likelihood, i) => ({ likelihood, alarm: likelihood >= 0.99 && i > 1 })));
  const found = likelihoods.map((_, i) => judged('likelihood', page(records, 300 + i)));
  expect(found[1]).toContain('there is less surprise than usual. Only more is an anomaly.');
  expect(found[2]).toBe('At step 303 the likelihood is 0.950, still below 0.99.');
  expect(found[3]).toBe(true);
  expect(found[5]).toBe(
    'At step 306 the likelihood is above the line already. The alarm is at the first such step: 304.',
  );
  expect(found.filter((one) => one === true)).toHaveLength(1);
});

test('recovery is the mean of 20 steps of the second run', () => {
  const second = (killed: number | null, length: number, recall: number) => ({
    from: 0,
    killed,
    records: Array.from({ length }, () => record({ recall })),
  });
  const seen = (killed: number | null, length: number, recall: number, run: 0 | 1 = 1) =>
    judged('damage', page([], length - 1, { second: second(killed, length, recall), run }));
  expect(seen(0.5, 20, 0.625)).toBe(true);
  expect(seen(0.5, 20, 0.5)).toBe('At step 20 the mean recall of the second run is 0.50.');
  expect(seen(0.5, 19, 1)).toBe('This is fewer than 20 steps after the damage.');
  expect(seen(0.5, 20, 1, 0)).toContain('the first run');
  expect(seen(0.25, 20, 1)).toContain('another part of the cells');
});

test('the alarm of the drop is where it is low and first over the line', () => {
  const hours = [[100, 0.995], [40, 0.9], [24, 0.991], [24, 0.999]] as const;
  const records: Partial<Record_>[] = Array.from({ length: 849 }, () => ({}));
  records.push(...hours.map(([value, likelihood]) => ({ value, likelihood, alarm: value < 50 && likelihood >= 0.99 })));
  const found = hours.map((_, i) => judged('water', page(records, 849 + i)));
  expect(found[0]).toContain('100 litres a second flow');
  expect(found[1]).toBe(
    'At step 851 the flow is low, but the likelihood is only 0.900. It needs more hours of surprise.',
  );
  expect(found[2]).toBe(true);
  expect(found[3]).toContain('above the line already');
}); // prettier-ignore

test('progress is kept by the names of the stops, and what is not known is left out', () => {
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  };
  vi.stubGlobal('localStorage', localStorage);
  const guesses = STOPS.map((_, i) => (i === 1 ? 2 : null));
  remember({ place: 2, done: [0, 8], guesses });
  const [[name, text]] = [...kept] as [[string, string]];
  expect(JSON.parse(text)).toEqual({ stop: 'overlap', done: ['bits', 'context'], guesses: { similar: 2 } });
  expect(recall()).toEqual({ place: 2, done: [0, 8], guesses });
  kept.set(name, JSON.stringify({ stop: 'overlap', done: ['bits', 'gone'], guesses: { gone: 1 } }));
  expect(recall()).toEqual({ place: 2, done: [0], guesses: STOPS.map(() => null) });
  for (const other of [{ stop: 'gone', done: [] }, { place: 3, done: [1] }, 7, null]) {
    kept.set(name, JSON.stringify(other));
    expect(recall()).toBeNull();
  }
  vi.unstubAllGlobals();
});

test('neither the text nor the task of a stop says what its question asks', () => {
  const told: [StopId, RegExp][] = [
    ['inhibition', /\b(9|10|13|nine|ten|thirteen)\b/i],
    ['damage', /\bagain\b|in their place|no single/i],
  ];
  for (const [stop, answer] of told) {
    const { texts, task } = STOPS.find(({ id }) => id === stop)!;
    expect([...texts, task].filter((text) => answer.test(text))).toEqual([]);
  }
  const covers = STOPS.flatMap(({ id, covered }) => (covered ? [[id, covered]] : []));
  expect(Object.fromEntries(covers)).toEqual({
    bits: 'words',
    inhibition: 'stage',
    cells: 'stage',
    burst: 'words',
    context: 'show',
    likelihood: 'words',
    water: 'words',
  });
});

test('overlap is a word for columns only', () => {
  const said = STOPS.filter((one) => /overlap/i.test(JSON.stringify(one))).map(({ id }) => id);
  expect(said).toEqual(['overlap', 'inhibition', 'learning']);
  expect(meaning('overlap')).toEqual(meaning('overlap (of a column)'));
  expect(meaning('overlap')?.says).toContain('connected synapses');
});

test('the likelihood is how unusual the amount of surprise is, and only more is an anomaly', () => {
  for (const id of ['likelihood', 'water'] as const) {
    const text = JSON.stringify(STOPS.find((one) => one.id === id));
    expect(text).toMatch(/less\. Only more is an anomaly|less surprise than usual: that is no anomaly/);
    expect(text).not.toMatch(/unusually (little|many)/);
    expect(text).toContain('than usual');
  }
});

test('no stop speaks of another by its number', () => {
  expect(new Set(STOPS.map(({ id }) => id)).size).toBe(STOPS.length);
  expect(STOPS.filter((one) => /stops? \d/.test(JSON.stringify(one)))).toEqual([]);
});
