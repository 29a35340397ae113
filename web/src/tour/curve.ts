// A score over time as the line of a strip.
import type { Record_ } from '../protocol';
import { meanRecall, type Curve } from './stop';

export const HIGH = 100; // of a strip, in its own units

/** The score of a place, 0 at the foot of its strip and 1 at the top; null: it is not known. `range`: of the values. */
export function scoreAt(
  curve: Curve,
  records: readonly Record_[],
  place: number,
  [low, high]: readonly [number, number],
): number | null {
  const record = records[place];
  if (!record) return null;
  if (curve === 'mean recall') return meanRecall(records, place);
  if (curve === 'likelihood') return nines(record.likelihood);
  if (curve !== 'value') return record[curve];
  return typeof record.value === 'number' ? (record.value - low) / (high - low || 1) : null;
}

/** A likelihood by its nines: 0.9, 0.99 and 0.999 are equally far apart; five of them are the top. */
export function nines(likelihood: number | null): number | null {
  return likelihood === null ? null : Math.min(1, -Math.log10(Math.max(1e-5, 1 - likelihood)) / 5);
}

/** As the points of an SVG path, one unit for each score; one that is null interrupts the line. */
export function pathOf(scores: readonly (number | null)[]): string {
  const at = (part: number, i: number) => `${i} ${(HIGH * (1 - part)).toFixed(1)}`;
  const before = (i: number) => scores[i - 1] ?? null;
  return scores
    .map((part, i) => (part === null ? '' : `${before(i) === null ? 'M' : 'L'}${at(part, i)}`))
    .join('');
}
