// Two runs of the same input, compared step for step: where does the edited code part from the textbook?
import type { Record_ } from '../protocol';

/** What may differ, in the order in which a step makes it: the first that differs is where to look for the cause. */
export const KINDS = ['bits', 'columns', 'cells', 'predictions', 'read-out'] as const;
export type Kind = (typeof KINDS)[number];

export interface StepDifference {
  i: number;
  parts: Record<Kind, number>; // how much of it differs, 0 to 1
}

export interface Scores {
  recall: number | null; // means over the steps that have one
  precision: number | null;
  steps: number; // how many that were
}

/** Which part of two ascending lists is not in both: 0 for the same, 1 for nothing in common. */
export function apart(a: readonly number[], b: readonly number[]): number {
  const other = new Set(b);
  const both = a.reduce((n, one) => n + Number(other.has(one)), 0);
  const all = a.length + b.length - both;
  return all ? 1 - both / all : 0;
}

/** A step's read-out as one text, so that any difference is one. */
function readOut(record: Record_): string {
  return JSON.stringify([record.anomaly, record.recall, record.precision, record.likelihood, record.next]);
}

export function compare(mine: readonly Record_[], theirs: readonly Record_[]): StepDifference[] {
  return mine.slice(0, theirs.length).map((a, place) => {
    const b = theirs[place]!;
    const parts: Record<Kind, number> = {
      bits: apart(a.bits, b.bits),
      columns: apart(a.columns, b.columns),
      cells: Math.max(apart(a.cells, b.cells), apart(a.winners, b.winners)),
      predictions: apart(a.predictive, b.predictive),
      'read-out': readOut(a) === readOut(b) ? 0 : 1,
    };
    return { i: a.i, parts };
  });
}

/** The first step that differs, with the kinds that do; null where none does. */
export function firstOf(differences: readonly StepDifference[]): { place: number; kinds: Kind[] } | null {
  for (const [place, { parts }] of differences.entries()) {
    const kinds = KINDS.filter((kind) => parts[kind] > 0);
    if (kinds.length) return { place, kinds };
  }
  return null;
}

export function scores(records: readonly Record_[], from: number, to: number): Scores {
  const chosen = records.slice(from, to);
  const mean = (values: (number | null)[]) => {
    const known = values.filter((one) => one !== null);
    return known.length ? known.reduce((a, b) => a + b, 0) / known.length : null;
  };
  return {
    recall: mean(chosen.map((one) => one.recall)),
    precision: mean(chosen.map((one) => one.precision)),
    steps: chosen.length,
  };
}
