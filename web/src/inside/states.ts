// What each cell does at one step.
import type { Palette } from '../pipeline/palette';
import type { Record_ } from '../protocol';

/** What a cell does at this step; of several the first counts. */
export type State = 'burst' | 'winner' | 'active' | 'predictive' | 'quiet';
export const STATES: readonly State[] = ['burst', 'winner', 'active', 'predictive', 'quiet'];

export function colourOf(state: State, c: Palette): string {
  return { burst: c.new, winner: c.active, active: c.same, predictive: c.next, quiet: c.gone }[state];
}

/** {cell: state} of all cells that do anything. A winner of a burst stays a winner: it is the one that learns. */
export function statesOf(record: Record_, perColumn: number): Map<number, State> {
  const expected = new Set(record.expected);
  const states = new Map<number, State>();
  for (const cell of record.predictive) states.set(cell, 'predictive');
  for (const cell of record.cells)
    states.set(cell, expected.has(Math.floor(cell / perColumn)) ? 'active' : 'burst');
  for (const cell of record.winners) states.set(cell, 'winner');
  return states;
}
