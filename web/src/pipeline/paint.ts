// How bits, columns and cells are drawn: each meaning has a colour and a shape of its own.
import type { Record_ } from '../protocol';
import { rem, type Palette } from './palette';
import type { Box, Layout, towers } from './places';

type Context = CanvasRenderingContext2D;

function fill(context: Context, colour: string, boxes: Iterable<Box | null>): void {
  context.fillStyle = colour;
  for (const box of boxes) if (box) context.fillRect(box.x, box.y, box.width, box.height);
}

/** A frame, `wide` and `out` of the box as parts of its width; never too thin or too thick to be seen as one. */
function ring(context: Context, colour: string, box: Box | null, wide: number, out = 0): void {
  if (!box) return;
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1, Math.min(rem() / 6, wide * box.width));
  const inside = context.lineWidth / 2 - Math.max(out && 1, Math.min(rem() / 4, out * box.width));
  context.strokeRect(box.x + inside, box.y + inside, box.width - 2 * inside, box.height - 2 * inside);
}

function diamond(context: Context, colour: string, edge: string, box: Box | null): void {
  if (!box) return;
  const [x, y, r] = [box.x + box.width / 2, box.y + box.height / 2, Math.max(3, 0.42 * box.width)];
  context.beginPath();
  context.moveTo(x, y - r);
  context.lineTo(x + r, y);
  context.lineTo(x, y + r);
  context.lineTo(x - r, y);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = r > 3 ? 1 : 0.5;
  context.stroke();
}

/** A round hole in the middle of what is drawn there. */
function hole(context: Context, page: string, box: Box | null): void {
  if (!box) return;
  context.fillStyle = page;
  context.beginPath();
  context.arc(box.x + box.width / 2, box.y + box.height / 2, Math.max(0.8, 0.17 * box.width), 0, 7);
  context.fill();
}

const range = (count: number) => Array.from({ length: count }, (_, one) => one);

/** Bits: kept are full, new are full with a notch, lost are hollow. */
export function paintBits(
  context: Context,
  layout: Layout,
  colours: Palette,
  count: number,
  now: Record_,
  before: Record_ | null,
): void {
  // prettier-ignore
  const [on, was] = [new Set(now.bits), new Set(before?.bits)];
  fill(context, colours.off, range(count).map(layout.box));
  fill(context, colours.same, now.bits.filter((bit) => was.has(bit)).map(layout.box));
  for (const bit of now.bits) if (!was.has(bit)) notched(context, colours.new, layout.box(bit));
  for (const bit of was) if (!on.has(bit)) ring(context, colours.edge, layout.box(bit), 0.09);
}

/** A square without its upper right corner: what is new, also for those who see no colours. */
function notched(context: Context, colour: string, box: Box | null): void {
  if (!box) return;
  const cut = 0.45 * box.width;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(box.x, box.y);
  context.lineTo(box.x + box.width - cut, box.y);
  context.lineTo(box.x + box.width, box.y + cut);
  context.lineTo(box.x + box.width, box.y + box.height);
  context.lineTo(box.x, box.y + box.height);
  context.fill();
}

/** Columns: the overlap is a bar that fills the square from below; winners are full; expected ones have a frame. */
export function paintColumns(
  context: Context,
  layout: Layout,
  colours: Palette,
  count: number,
  now: Record_,
  overlaps: Map<number, number> | null,
): void {
  // prettier-ignore
  const expected = new Set(now.expected);
  const most = overlaps ? Math.max(1, ...overlaps.values()) : 1;
  for (let column = 0; column < count; column++) {
    const box = layout.box(column) as Box;
    fill(context, colours.off, [box]);
    const part = (overlaps?.get(column) ?? 0) / most;
    if (part) {
      context.globalAlpha = 0.25 + 0.5 * part;
      fill(context, colours.edge, [
        { ...box, y: box.y + box.height * (1 - part), height: box.height * part },
      ]);
      context.globalAlpha = 1;
    }
  }
  for (const column of now.columns) {
    if (expected.has(column)) fill(context, colours.same, [layout.box(column)]);
    else notched(context, colours.new, layout.box(column));
  }
  for (const column of now.expected) ring(context, colours.ink, layout.box(column), 0.12, 0.1);
}

/** Cells: active ones full, bursting ones notched, predictive ones a diamond, and in a winner there is a hole. */
export function paintCells(
  context: Context,
  layout: ReturnType<typeof towers>,
  colours: Palette,
  shown: number[],
  cells: number,
  now: Record_,
): void {
  // prettier-ignore
  const [active, expected] = [new Set(now.columns), new Set(now.expected)];
  for (const column of shown) {
    const silent = expected.has(column) && !active.has(column);
    const own = range(cells).map((one) => layout.box(column * cells + one));
    fill(context, silent ? colours.gone : colours.off, own);
  }
  for (const cell of now.cells) {
    const box = layout.box(cell);
    if (expected.has(Math.floor(cell / cells))) fill(context, colours.same, [box]);
    else notched(context, colours.new, box);
  }
  for (const cell of now.predictive) diamond(context, colours.next, colours.page, layout.box(cell));
  for (const cell of now.winners) hole(context, colours.page, layout.box(cell));
}

/** What is selected, or under the pointer. */
export function mark(context: Context, colour: string, box: Box | null): void {
  ring(context, colour, box, 0.14, 0.25);
}

/** A column's pool on the input: the darker the higher the permanence, framed when connected, blue when it counts. */
export function paintPool(
  context: Context,
  layout: Layout,
  colours: Palette,
  count: number,
  permanence: Map<number, number>,
  threshold: number,
  on: Set<number>,
): void {
  // prettier-ignore
  for (let bit = 0; bit < count; bit++) {
    const [box, own] = [layout.box(bit) as Box, permanence.get(bit)];
    const { x, y, width, height } = box;
    if (own === undefined) {
      fill(context, colours.gone, [{ x: x + 0.4 * width, y: y + 0.4 * height, width: 0.2 * width, height: 0.2 * height }]);
      continue;
    }
    const connected = own >= threshold;
    fill(context, colours.off, [box]);
    context.globalAlpha = Math.min(1, own);
    fill(context, connected && on.has(bit) ? colours.same : colours.ink, [box]);
    context.globalAlpha = 1;
    if (connected) ring(context, on.has(bit) ? colours.same : colours.edge, box, 0.1);
  }
}
