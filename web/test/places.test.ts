import { describe, expect, test } from 'vitest';
import { pointOf, squares, towers, type Layout } from '../src/pipeline/places';

/** Each thing is hit in its middle, lies inside, and touches no other. */
function complete(layout: Layout, things: number[], width: number, height: number): void {
  for (const thing of things) {
    const box = layout.box(thing)!;
    expect(box.x).toBeGreaterThanOrEqual(-1e-9);
    expect(box.y).toBeGreaterThanOrEqual(-1e-9);
    expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-9);
    expect(box.y + box.height).toBeLessThanOrEqual(height + 1e-9);
    expect(layout.hit(box.x + box.width / 2, box.y + box.height / 2)).toBe(thing);
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, one) => one);

describe('squares', () => {
  test.each([
    [400, 300, 300],
    [401, 250, 330],
    [1, 40, 90],
    [2048, 200, 260],
  ])('%d of them in %d × %d', (count, width, height) => {
    complete(squares(count, width, height), upTo(count), width, height);
  });

  test('a thing is in the same row and at the same place in it, whatever room there is', () => {
    for (const count of [64, 256, 400, 401, 2048]) {
      const [one, other] = [squares(count, 300, 300), squares(count, 150, 420)].map((layout) => {
        const [first, last] = [layout.box(0)!, layout.box(count - 1)!];
        const side = layout.box(1)!.x - first.x;
        return [(last.x - first.x) / side, (last.y - first.y) / side].map(Math.round);
      });
      expect(one).toEqual(other);
    }
  });

  test('beside them there is nothing', () => {
    const layout = squares(6, 300, 100);
    expect([layout.hit(-1, 5), layout.hit(299, 5)]).toEqual([null, null]);
    expect(squares(3, 20, 20).hit(15, 15)).toBeNull(); // the fourth place is empty
  });

  test('an arrow leads to the neighbour and never out', () => {
    const layout = squares(9, 90, 90);
    expect([layout.move(4, 1, 0), layout.move(4, 0, 1), layout.move(4, -1, -1)]).toEqual([5, 7, 0]);
    expect([layout.move(0, -1, 0), layout.move(8, 0, 1)]).toEqual([0, 8]);
  });
});

describe('towers', () => {
  const COLUMNS = [2, 5, 6, 11];
  const CELLS = 4;
  const layout = towers(COLUMNS, CELLS, 200, 160);
  const all = COLUMNS.flatMap((column) => upTo(CELLS).map((one) => column * CELLS + one));

  test('every cell of the columns shown, and of no other', () => {
    complete(layout, all, 200, 160);
    expect(layout.box(3 * CELLS)).toBeNull();
    expect(layout.tower(3)).toBeNull();
  });

  test('cell 0 stands at the foot', () => {
    expect(layout.box(8)!.y).toBeGreaterThan(layout.box(9)!.y);
  });

  test('arrows lead up, down and to the next tower that is shown', () => {
    expect([layout.move(8, 0, -1), layout.move(9, 0, 1)]).toEqual([9, 8]);
    expect(layout.move(8, 1, 0)).toBe(5 * CELLS);
    expect(layout.move(11 * CELLS, 1, 0)).toBe(11 * CELLS);
  });

  test('no columns, no cells', () => {
    expect(towers([], CELLS, 200, 160).hit(10, 10)).toBeNull();
  });
});

test('where the pointer moves and where it clicks is one point, whatever part of a pixel the page has moved by', () => {
  const layout = squares(256, 160, 160);
  for (let part = 0; part < 1; part += 0.1) {
    const edge = { x: 20 + part, y: 30 + part };
    for (let at = 24; at < 180; at++) {
      const [moved, clicked] = [at + 0.6, at].map((one) =>
        layout.hit(...pointOf({ clientX: one, clientY: one + 10 }, edge)),
      );
      expect(moved).toBe(clicked);
    }
  }
});
