// One tab stop for many things of a kind: the arrow keys move among them, Home and End go to the ends.

const WAYS: Record<string, (across: number) => number> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (across) => -across,
  ArrowDown: (across) => across,
  Home: () => -Infinity,
  End: () => Infinity,
};

/** The place, of `count` in rows of `across`, that a key leads to from `at`; null if the key does not move. */
export function moved(key: string, at: number, count: number, across = 1): number | null {
  const way = WAYS[key]?.(across);
  if (way === undefined) return null;
  const to = at + way;
  if (Number.isFinite(way) && Math.abs(way) > 1 && (to < 0 || to >= count)) return at; // there is no such row
  return Math.max(0, Math.min(count - 1, to));
}

/** Move the focus within a group, among its things that match. For `onkeydown`, with `this` group as current target. */
export function rove(event: KeyboardEvent, things: string, across = 1): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement | SVGElement>(things)];
  const at = all.findIndex((one) => one === document.activeElement);
  const to = at < 0 ? null : moved(event.key, at, all.length, across);
  if (to === null) return;
  all[to]!.focus();
  event.preventDefault(); // elsewhere these keys move time
  event.stopPropagation();
}
