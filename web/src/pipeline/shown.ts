// What of the machine is drawn, and how wide. Few cells can be told apart on one canvas.
import type { CellLook, Record_ } from '../protocol';

const FEW = 2560; // cells
export const NEAR = 12; // columns whose cells are drawn large

/** Where all cells fit, all columns; else those that matter at this step and for the cell that is asked about. */
export function columnsShown(
  columns: number,
  cells: number,
  now: Record_,
  picked: number | null,
  look: CellLook | null,
  few: number | boolean = false, // only those that matter, even where all would fit; at most so many
): number[] {
  if (!few && columns * cells <= FEW) return Array.from({ length: columns }, (_, one) => one);
  const matter = new Set<number>(); // in this order: the last ones are left out where there are too many
  const of = (cell: number) => Math.floor(cell / cells);
  if (picked !== null) matter.add(of(picked));
  for (const column of now.columns) matter.add(column);
  for (const dendrite of look?.dendrites ?? []) {
    if (dendrite.state === 'active') for (const { source } of dendrite.synapses) matter.add(of(source));
  }
  for (const column of now.expected) matter.add(column);
  for (const cell of now.predictive) matter.add(of(cell));
  return [...matter].slice(0, typeof few === 'number' ? few : FEW / cells).sort((a, b) => a - b);
}

const STRIP = { value: '6rem', bits: '6rem', columns: '6.5rem', cells: '6rem', next: '9rem' }; // where another is large

/** The widths of the stages where one is large, for the style sheet. */
export function widths(large: string): string {
  return Object.entries(STRIP)
    .map(([name, strip]) => (name === large ? 'minmax(0, 1fr)' : strip))
    .join(' ');
}
