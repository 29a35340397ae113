// What is drawn on a canvas takes its colours and its measures from here.
import { paletteOf, type Palette } from './colours';

export type { Palette };

const THEMES = { light: paletteOf('light'), dark: paletteOf('dark') };

export const palette = (theme: keyof typeof THEMES): Palette => THEMES[theme];

let pixels = 0; // in one rem; 0: not known
addEventListener('resize', () => (pixels = 0));

/** Pixels in one rem: what is written on a canvas grows with the page's text. */
export function rem(): number {
  pixels ||= Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return pixels;
}
