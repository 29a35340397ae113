// What runs from one stage to the next, as lines with a beginning and an end.
import type { CellLook, ColumnLook, Record_ } from '../protocol';
import type { Places } from './places';

export interface Line {
  from: { x: number; y: number };
  to: { x: number; y: number };
  kind: 'same' | 'new' | 'next' | 'synapse' | 'weak';
  leg: number; // 0 value to bits, 1 bits to columns, 2 columns to cells, 3 cells to prediction
  wide: number;
}

const MOST = 26; // lines between two stages; more cannot be told apart
const EACH = 3; // of the bits that a column hears

/** Every n-th of many, so that at most MOST are left. */
function some<T>(all: T[]): T[] {
  const stride = Math.max(1, Math.ceil(all.length / MOST));
  return all.filter((_, place) => place % stride === 0);
}

/** The paths of one step, but for those from bits to columns. */
export function stepLines(record: Record_, cells: number, places: Places): Line[] {
  const expected = new Set(record.expected);
  const lines: Line[] = [];
  const add = (from: ReturnType<NonNullable<Places['bit']>> | undefined, to: typeof from, kind: Line['kind'], leg: number) => {
    if (from && to) lines.push({ from, to, kind, leg, wide: 1 });
  }; // prettier-ignore
  const value = places.value?.(0);
  for (const bit of some(record.bits)) add(value, places.bit?.(bit), 'same', 0);
  const columns = some(record.columns);
  const shown = new Set(columns);
  for (const cell of record.winners) {
    const column = Math.floor(cell / cells);
    if (shown.has(column))
      add(places.column?.(column), places.cell?.(cell), expected.has(column) ? 'same' : 'new', 2);
  }
  for (const cell of some(record.predictive)) add(places.cell?.(cell), places.prediction?.(0), 'next', 3);
  return lines;
}

/** From bits to the columns that won: some of the connected synapses through which each heard them. */
export function heardLines(record: Record_, heard: Map<number, number[]>, places: Places): Line[] {
  const expected = new Set(record.expected);
  const lines: Line[] = [];
  for (const column of some(record.columns)) {
    const bits = heard.get(column) ?? [];
    const stride = Math.max(1, Math.floor(bits.length / EACH));
    for (const bit of bits.filter((_, place) => place % stride === 0).slice(0, EACH)) {
      const [from, to] = [places.bit?.(bit), places.column?.(column)];
      if (from && to) lines.push({ from, to, kind: expected.has(column) ? 'same' : 'new', leg: 1, wide: 1 });
    }
  }
  return lines;
}

/** The synapses of a cell that is asked about: from each source in this picture to it. */
export function cellLines(look: CellLook, places: Places, serial: number | null): Line[] {
  const to = places.cell?.(look.cell);
  const lines: Line[] = [];
  for (const dendrite of look.dendrites) {
    if (serial === null ? dendrite.state === 'silent' : dendrite.serial !== serial) continue;
    for (const { source, connected, permanence } of dendrite.synapses) {
      const from = places.cell?.(source);
      if (from && to)
        lines.push({ from, to, kind: connected ? 'synapse' : 'weak', leg: 2, wide: 0.75 + 2 * permanence });
    }
  }
  return lines;
}

/** What a column that is asked about hears: from each bit it is connected to. */
export function columnLines(look: ColumnLook, on: Set<number>, places: Places): Line[] {
  const to = places.column?.(look.column);
  const lines: Line[] = [];
  look.pool.forEach((bit, place) => {
    const from = places.bit?.(bit);
    if (!from || !to || (look.permanences[place] ?? 0) < look.connected_permanence) return;
    lines.push({ from, to, kind: on.has(bit) ? 'synapse' : 'weak', leg: 1, wide: on.has(bit) ? 1.5 : 0.75 });
  });
  return lines;
}
