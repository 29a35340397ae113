// The colours of the style sheet, read once for each theme, for all that is drawn on a canvas.
import type { World } from '../world.svelte';

const NAMES = [
  'page', 'ink', 'soft', 'faint', 'edge', 'off', 'training', 'testing', 'same', 'new', 'gone', 'recall', 'precision',
] as const; // prettier-ignore

export type Palette = Record<(typeof NAMES)[number], string>;

const read = new Map<string, Palette>();

export function palette(theme: World['theme']): Palette {
  let found = read.get(theme);
  if (!found) {
    const root = document.documentElement;
    const before = root.dataset.theme;
    root.dataset.theme = theme;
    const style = getComputedStyle(root);
    found = Object.fromEntries(
      NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    ) as Palette;
    if (before !== undefined) root.dataset.theme = before;
    read.set(theme, found);
  }
  return found;
}

let pixels = 0; // in one rem; 0: not known
addEventListener('resize', () => (pixels = 0));

/** Pixels in one rem: what is written on a canvas grows with the page's text. */
export function rem(): number {
  pixels ||= Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return pixels;
}
