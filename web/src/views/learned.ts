// The page's only source of what is said of a run that learned little or tested little, and of what can help.
//
// Measured on 600 hours of a wave of a day, where recall in the test is 0.15: without the times 0.90, three times over
// 0.44, four times as coarse 0.35. A larger machine does not help: 0.14.
import { about, MEASURED } from '../change/inputs';
import { count } from '../pipeline/words';
import type { Record_, Scene, Setup } from '../protocol';
import { rollingLength, rollingMean } from './rolling';

const LITTLE = 0.3; // of recall: the inputs of the page, as they begin, end above it (a random walk at 0.33, demand at 0.44), noise at 0.02
const FEW = 30; // steps of testing: of fewer, one step can move a mean by more than 3 %
const TESTED = 0.3; // of a run, where it is chosen here
const [TIMES, COARSER] = [3, 4];
const OVER = `, ${TIMES} times over`; // after the name of values that are learned several times
const MOST = 100_000; // steps, as in Python
const EVEN = 0.9; // of the steps in time, where the rows are evenly spaced

/** What can help; with a setup it is one click. */
export interface Remedy {
  says: string;
  button?: string;
  setup?: Setup;
}

export interface Learned {
  says: string;
  remedies: Remedy[];
}

/** What must be said of a run that is done; null where it learned and tested enough, or where nothing can be learned. */
export function learned(scene: Scene, records: Record_[]): Learned | null {
  const { setup } = scene;
  if (records.length < setup.steps || setup.input.kind === 'noise') return null;
  const little = learnedLittle(scene, records);
  const short = testedLittle(scene);
  if (!little) return short;
  return short ? { says: `${little.says} ${short.says}`, remedies: little.remedies } : little;
}

function learnedLittle(scene: Scene, records: Record_[]): Learned | null {
  const length = Math.max(FEW, rollingLength(scene.setup.steps));
  if (records.length < 2 * length) return null; // too short to say it of
  const mean = (values: (number | null)[]) => rollingMean(values, length).at(-1) ?? null;
  const recall = mean(records.map((one) => one.recall));
  const precision = mean(records.map((one) => one.precision));
  const repeated = mean(records.map((one, place) => kept(one, records[place - 1])));
  if (recall === null || recall >= LITTLE) return null;
  const how = precision === null ? 'no column was predicted' : `precision is ${precision.toFixed(2)}`;
  const beside =
    repeated === null
      ? ''
      : ` Repeating the columns of the step before would have a recall of ${repeated.toFixed(2)}.`;
  return {
    says: `Little was learned: over the last ${length} steps recall is ${recall.toFixed(2)} and ${how}.${beside}`,
    remedies: [...withoutTimes(scene), ...more(scene), ...coarser(scene), ...evenly(scene)],
  };
}

/** The part of the active columns that repeating those of the step before would have predicted. */
function kept(now: Record_, before: Record_ | undefined): number | null {
  if (!before || !now.columns.length) return null;
  const was = new Set(before.columns);
  return now.columns.filter((column) => was.has(column)).length / now.columns.length;
}

function testedLittle({ setup }: Scene): Learned | null {
  const tested = setup.steps - setup.train;
  if (tested <= 0 || tested >= FEW) return null; // without any, the notes of the run say so
  const part = Math.round(100 / tested);
  const says = `The test has only ${count(tested, 'step')}: one step can move a mean by ${part} %.`;
  if (TESTED * setup.steps < FEW) return { says, remedies: [{ says: 'More steps make a longer test.' }] };
  const longer = { ...setup, train: Math.round((1 - TESTED) * setup.steps) };
  return { says, remedies: [{ says: 'Train less and test more.', button: 'Test the last 30 %', setup: longer }] };
} // prettier-ignore

/** A moment of the week comes back only after a week: with few weeks, what is learned seldom comes again. */
function withoutTimes({ setup, encoder }: Scene): Remedy[] {
  const { input } = setup;
  if (input.kind !== 'csv' || !input.times || !encoder.includes('DateTime')) return [];
  return [
    {
      says: 'The times are encoded beside the value, and the same time with the same value seldom comes again.',
      button: 'Leave the times out',
      setup: { ...setup, input: { ...input, times: null } },
    },
  ];
}

function more({ setup }: Scene): Remedy[] {
  const { input, steps } = setup;
  const longer = (all: number, own = input): Setup => ({ ...setup, input: own, steps: all, train: Math.round((setup.train / steps) * all) }); // prettier-ignore
  const rows = Math.min(MOST, input.values?.length ?? 0);
  if (input.kind === 'csv' && rows > steps)
    return [{ says: 'There are more rows than the run took.', button: `Take all ${count(rows, 'row')}`, setup: longer(rows) }]; // prettier-ignore
  if (TIMES * steps > MOST || input.name?.endsWith(OVER)) return [];
  if (input.kind === 'csv') {
    const values = Array.from({ length: TIMES }, () => input.values ?? []).flat();
    return [
      {
        says: `The file has no more rows. They can be learned several times${input.times ? ', without their times' : ''}; the test is then on rows that were learned.`,
        button: `Learn them ${TIMES} times`,
        setup: longer(TIMES * steps, {
          ...input,
          values,
          times: null,
          name: `${input.name ?? 'values'}${OVER}`,
        }),
      },
    ];
  }
  if (MEASURED.includes(input.kind) && steps >= about(input.kind).steps) return [];
  return [{ says: 'More steps: what returns is learned as it returns.', button: `Take ${count(TIMES * steps, 'step')}`, setup: longer(TIMES * steps) }]; // prettier-ignore
}

/** With a coarser resolution near values share more bits, and more often come again. */
function coarser({ setup, encoder }: Scene): Remedy[] {
  const found = /values (\S+) apart/.exec(encoder);
  if (!found) return [];
  const resolution = COARSER * Number(found[1]);
  const own = { ...(setup.encoder ?? { kind: 'auto' as const }), resolution };
  return [
    {
      says: 'A coarser encoder: values that are near each other share more bits.',
      button: `Encode ${COARSER} times as coarsely`,
      setup: { ...setup, encoder: own },
    },
  ];
}

function evenly({ times }: Scene): Remedy[] {
  const steps = (times ?? []).slice(1).map((time, place) => Date.parse(time) - Date.parse(times![place]!));
  if (!steps.length) return [];
  const middle = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
  if (steps.filter((one) => one === middle).length >= EVEN * steps.length) return [];
  return [{ says: 'The rows are not evenly spaced in time. Evenly spaced rows, such as one an hour, are easier to learn.' }];
} // prettier-ignore
