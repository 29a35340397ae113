import { expect, test, vi } from 'vitest';
import { GOALS } from '../src/time/goals';
import { KEYS, passes, point, press } from '../src/time/keys';
import type { World } from '../src/world.svelte';

/** What a key makes of a world that only writes down what it is told. */
function pressed(key: string, shiftKey = false, playing = false): [boolean, string[]] {
  const told: string[] = [];
  const tell = (name: string) => vi.fn((...args: unknown[]) => void told.push([name, ...args].join(' ')));
  const world = { at: 50, last: 399, playing, clock: { shift: tell('shift') } } as Record<string, unknown>;
  for (const name of ['play', 'pause', 'seek', 'next', 'back', 'jump', 'end']) world[name] = tell(name);
  return [press(world as unknown as World, { key, shiftKey } as KeyboardEvent), told];
}

test.each([
  [' ', false, ['play']],
  ['ArrowRight', false, ['next']],
  ['ArrowLeft', false, ['back']],
  ['ArrowRight', true, ['pause', 'seek 60']],
  ['ArrowLeft', true, ['pause', 'seek 40']],
  ['Home', false, ['pause', 'seek 0']],
  ['End', false, ['end']],
  ['+', true, ['shift 1']],
  ['-', false, ['shift -1']],
])('%s (with shift: %s) moves time', (key, shift, told) => {
  expect(pressed(key, shift)).toEqual([true, told]);
});

test('the space bar pauses what plays', () => {
  expect(pressed(' ', false, true)).toEqual([true, ['pause']]);
});

test('every goal has its letter, small for the next and large for the previous', () => {
  for (const { goal, key } of GOALS) {
    expect(pressed(key)).toEqual([true, [`jump 1 ${goal}`]]);
    expect(pressed(key.toUpperCase(), true)).toEqual([true, [`jump -1 ${goal}`]]);
  }
});

test('any other key is left alone', () => {
  expect(pressed('x')).toEqual([false, []]);
});

test('each key is listed once', () => {
  const all = KEYS.flatMap((one) => one.keys);
  expect(new Set(all).size).toBe(all.length);
});

test('in a picture that was clicked the arrow keys move time, until Tab or Enter gives them to the picture', () => {
  const marks: string[] = []; // of the pictures that show no focus
  const made = (name: string) =>
    ({ setAttribute: () => marks.push(name), removeAttribute: () => marks.pop() }) as unknown as Element;
  const [picture, other] = [made('picture'), made('other')] as const;
  const within = (one: Element | undefined, key = '', more = {}) =>
    ({ key, target: { closest: () => one ?? null }, ...more }) as unknown as KeyboardEvent;
  const right = (one: Element | undefined, more = {}) => passes(within(one, 'ArrowRight', more));
  expect(right(picture)).toBe(false); // Tab has led there
  for (const key of ['Tab', 'Enter']) {
    point(within(picture));
    expect([right(picture), right(other), right(undefined)]).toEqual([true, false, false]);
    expect([right(picture, { ctrlKey: true }), passes(within(picture, 'x'))]).toEqual([false, false]);
    expect(marks).toEqual(['picture']);
    expect([passes(within(picture, key)), right(picture)]).toEqual([false, false]);
    expect(marks).toEqual([]);
  }
  point(within(picture));
  point(within(undefined));
  expect([right(picture), marks]).toEqual([false, []]); // something else has been clicked since
});
