// Where things are on a canvas: squares in rows, or towers of cells.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Things with a number each, laid out in a rectangle. */
export interface Layout {
  /** Where a thing is; null if it is not shown. */
  box(thing: number): Box | null;
  /** What is at a point. */
  hit(x: number, y: number): number | null;
  /** The thing that an arrow key leads to. */
  move(thing: number, across: number, down: number): number;
  first: number;
}

/** How many in a row: the same in every picture, so that a bit or a column is found again. Nearly as many as rows. */
function inRow(count: number): number {
  const least = Math.max(1, Math.ceil(Math.sqrt(count)));
  for (let one = least; one <= 1.3 * least; one++) if (count % one === 0) return one; // whole rows, if possible
  return least;
}

/** Bits or columns: squares, row by row, as large as fits. */
export function squares(count: number, width: number, height: number): Layout {
  const across = inRow(count);
  const side = Math.min(width / across, height / Math.ceil(count / across));
  const left = (width - across * side) / 2;
  const gap = side > 4 ? 0.14 * side : 0;
  return {
    first: 0,
    box: (thing) => ({
      x: left + (thing % across) * side + gap / 2,
      y: Math.floor(thing / across) * side + gap / 2,
      width: side - gap,
      height: side - gap,
    }),
    hit(x, y) {
      const column = Math.floor((x - left) / side);
      const thing = Math.floor(y / side) * across + column;
      return column >= 0 && column < across && thing >= 0 && thing < count ? thing : null;
    },
    move: (thing, right, down) => clamp(thing + right + down * across, count),
  };
}

/** Cells: those of one column stand on top of one another, cell 0 at the foot; columns side by side in rows. */
export function towers(
  columns: number[],
  cells: number,
  width: number,
  height: number,
  largest = 26, // pixels of a cell's side
): Layout & { tower: (column: number) => Box | null } {
  const count = Math.max(1, columns.length);
  let [across, side] = [1, 0];
  for (let one = 1; one <= count; one++) {
    const fits = Math.min(width / one / 1.4, height / Math.ceil(count / one) / (cells + 0.9));
    if (fits > side) [across, side] = [one, fits];
  }
  side = Math.min(side, largest);
  const rows = Math.ceil(count / across);
  const wide = Math.min(width / across, 2 * side);
  const high = Math.min(height / rows, (cells + 2) * side);
  const left = (width - across * wide) / 2;
  const gap = side > 3 ? Math.min(2, 0.16 * side) : 0;
  const order = new Map(columns.map((column, place) => [column, place]));
  const corner = (place: number) => ({
    x: left + (place % across) * wide + (wide - side) / 2,
    y: Math.floor(place / across) * high + (high - cells * side) / 2,
  });
  const placed = (column: number) => order.get(column) ?? null;
  return {
    first: (columns[0] ?? 0) * cells,
    tower(column) {
      const place = placed(column);
      return place === null ? null : { ...corner(place), width: side, height: cells * side };
    },
    box(cell) {
      const place = placed(Math.floor(cell / cells));
      if (place === null) return null;
      const { x, y } = corner(place);
      const up = cells - 1 - (cell % cells);
      return { x: x + gap / 2, y: y + up * side + gap / 2, width: side - gap, height: side - gap };
    },
    hit(x, y) {
      const [column, row] = [Math.floor((x - left) / wide), Math.floor(y / high)];
      const place = row * across + column;
      if (column < 0 || column >= across || place < 0 || place >= columns.length) return null;
      const up = Math.floor((y - corner(place).y) / side);
      if (up < 0 || up >= cells) return null;
      return (columns[place] as number) * cells + (cells - 1 - up);
    },
    move(cell, right, down) {
      let place = placed(Math.floor(cell / cells)) ?? 0;
      let inside = (cell % cells) - down;
      const row = Math.floor(inside / cells); // out at the head or foot: into the tower above or below
      if (row !== 0 && place - row * across >= 0 && place - row * across < columns.length)
        place -= row * across;
      else inside = clamp(inside, cells);
      place = clamp(place + right, columns.length);
      return (columns[place] ?? 0) * cells + ((inside + cells) % cells);
    },
  };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

/** Where a pointer is on a picture. A click comes in whole pixels and a move in parts of them: both are at one point. */
export function pointOf(
  event: { clientX: number; clientY: number },
  edge: { x: number; y: number },
): [number, number] {
  return [Math.floor(event.clientX) - edge.x, Math.floor(event.clientY) - edge.y];
}

/** Where things are on the page, for the lines between the stages: each stage says it for its own. */
export type Kind = 'value' | 'bit' | 'column' | 'cell' | 'prediction';
export type Finder = (thing: number) => { x: number; y: number; size: number } | null;
export type Places = Partial<Record<Kind, Finder>>;
