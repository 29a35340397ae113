// What the visitor has chosen for all pages: light or dark, and whether things may move.
import type { World } from './world.svelte';

/** Do as they have chosen, from now on. */
export function heed(world: World): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const look = () => ([world.theme, world.quiet] = [dark.matches ? 'dark' : 'light', still.matches]);
  look();
  for (const one of [dark, still]) one.addEventListener('change', look);
}
