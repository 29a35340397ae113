// What a thing in the picture is called, and what it does at a step: shown where the pointer or the focus is.
import type { Record_ } from '../protocol';

export const cellCalled = (cell: number, perColumn: number): string =>
  `cell ${cell % perColumn} of ${columnCalled(Math.floor(cell / perColumn))}`;
export const columnCalled = (column: number): string => `minicolumn ${column}`;
export const bitCalled = (bit: number): string => `bit ${bit}`;
/** At the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function bitName(bit: number, now: Record_, before: Record_ | null): string {
  const [on, was] = [now.bits.includes(bit), before?.bits.includes(bit)];
  const state = on ? (was ? 'on, kept' : 'on, new') : was ? 'off, on one step before' : 'off';
  return `${capital(bitCalled(bit))}: ${state}`;
}

/** `overlap`: of the column, if it is known. */
export function columnName(column: number, now: Record_, overlap?: number): string {
  const [active, predicted] = [now.columns.includes(column), now.expected.includes(column)];
  const state = active
    ? predicted
      ? 'active, predicted'
      : 'active, not predicted'
    : predicted
      ? 'predicted, not active'
      : 'not active';
  return `${capital(columnCalled(column))}: ${state}${overlap === undefined ? '' : `, overlap ${overlap}`}`;
}

export function cellName(cell: number, perColumn: number, now: Record_): string {
  const column = Math.floor(cell / perColumn);
  const states = [];
  if (now.cells.includes(cell))
    states.push(now.expected.includes(column) ? 'active, predicted' : 'active, bursting');
  if (now.winners.includes(cell)) states.push('winner');
  if (now.predictive.includes(cell)) states.push('predicted for the next step');
  return `${capital(cellCalled(cell, perColumn))}: ${states.join(', ') || 'not active'}`;
}
