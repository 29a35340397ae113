import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { passing } from '../src/time/passing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is said in passing goes after a while, and not before it can be read', () => {
  const gone = vi.fn();
  passing(new EventTarget(), gone);
  vi.advanceTimersByTime(10_000);
  expect(gone).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(gone).toHaveBeenCalledOnce();
});

test.each(['pointerdown', 'keydown'])('or at the next deed: %s', (deed) => {
  const [where, gone] = [new EventTarget(), vi.fn()];
  passing(where, gone);
  where.dispatchEvent(new Event('pointermove'));
  expect(gone).not.toHaveBeenCalled();
  where.dispatchEvent(new Event(deed));
  expect(gone).toHaveBeenCalledOnce();
});

test('what ends the wait ends all of it', () => {
  const [where, gone] = [new EventTarget(), vi.fn()];
  passing(where, gone)();
  where.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(60_000);
  expect(gone).not.toHaveBeenCalled();
});
