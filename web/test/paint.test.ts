import { expect, test, vi } from 'vitest';
import type { Palette } from '../src/pipeline/palette';
import { SIGNS } from '../src/tour/signs';
import { record } from './record';

vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('document', { documentElement: null });
vi.stubGlobal('getComputedStyle', () => ({ fontSize: '16px' }));
const { paintBits, paintCells, paintColumns } = await import('../src/pipeline/paint');
const { squares, towers } = await import('../src/pipeline/places');
const { paletteOf } = await import('../src/pipeline/colours');

/** What is drawn: frames, round holes, and shapes, each as its colour. */
function painted(paint: (context: CanvasRenderingContext2D, colours: Palette) => void) {
  const drawn = { frames: [] as string[], holes: [] as string[], shapes: [] as string[] };
  let round = false;
  const context = {
    fillStyle: '',
    strokeStyle: '',
    fillRect: () => drawn.shapes.push(context.fillStyle),
    strokeRect: () => drawn.frames.push(context.strokeStyle),
    beginPath: () => (round = false),
    arc: () => (round = true),
    fill: () => (round ? drawn.holes : drawn.shapes).push(context.fillStyle),
    moveTo: () => undefined,
    lineTo: () => undefined,
    closePath: () => undefined,
    stroke: () => undefined,
  };
  paint(context as unknown as CanvasRenderingContext2D, paletteOf('light'));
  return drawn;
}
const colours = paletteOf('light');
const NOW = record({ columns: [1, 2], expected: [2, 3], cells: [4, 5, 6, 7, 8], winners: [5, 8], predictive: [0] }); // prettier-ignore

test('a frame is a predicted column, and nothing else', () => {
  const columns = painted((context, c) => paintColumns(context, squares(4, 80, 80), c, 4, NOW, null));
  expect(columns.frames).toEqual([colours.ink, colours.ink]);
  expect(columns.holes).toEqual([]);
  const cells = painted((context, c) => paintCells(context, towers([0, 1, 2, 3], 4, 200, 80), c, [0, 1, 2, 3], 4, NOW)); // prettier-ignore
  expect(cells.frames).toEqual([]);
});

test('a hole is a winner cell, and nothing else', () => {
  const cells = painted((context, c) => paintCells(context, towers([0, 1, 2, 3], 4, 200, 80), c, [0, 1, 2, 3], 4, NOW)); // prettier-ignore
  expect(cells.holes).toEqual([colours.page, colours.page]);
  expect(cells.shapes.filter((one) => one === colours.new)).toHaveLength(4);
  const bits = painted((context, c) => paintBits(context, squares(4, 80, 80), c, 4, record({ bits: [1] }), null)); // prettier-ignore
  expect(bits.holes).toEqual([]);
});

test('the key of a lit stage says so: a hole is a winner cell, and only a predicted column has a frame', () => {
  const saying = (sign: string) => Object.values(SIGNS).flat().flatMap((one) => (one.sign === sign ? one.says : [])); // prettier-ignore
  expect(saying('hole')).toEqual(['winner cell']);
  expect(saying('frame')).toEqual(['predicted, not active']);
});
