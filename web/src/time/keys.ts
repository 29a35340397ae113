// The keys that move time, the same as in the package's own windows.
import { tick } from 'svelte';
import type { Room, World } from '../world.svelte';
import { GOALS } from './goals';

export const KEYS: { keys: string[]; says: string }[] = [
  { keys: ['space'], says: 'play and pause' },
  { keys: ['→', '←'], says: 'one step forward, one step back' },
  { keys: ['shift →', 'shift ←'], says: 'ten steps forward, ten steps back' },
  { keys: ['home', 'end'], says: 'to the start, to the last step there is' },
  ...GOALS.map(({ goal, key, says }) => ({
    keys: [key, `shift ${key}`],
    says: `next and previous ${goal}: ${says}, the first such step in a row`,
  })),
  { keys: ['+', '-'], says: 'faster, slower' },
  { keys: ['1', '…', '6'], says: 'open a panel: tour, change, why, inside, code, share' },
  { keys: ['l'], says: 'large type, for a projector' },
  { keys: ['?'], says: 'show and hide these keys' },
  { keys: ['esc'], says: 'close what is open' },
]; // prettier-ignore

const PANELS: Room[] = ['tour', 'change', 'why', 'inside', 'code', 'share'];

/** Open a panel and go there with the focus; close it if it is open. */
async function toggle(world: World, panel: Room): Promise<void> {
  world.room = world.room === panel ? null : panel;
  await tick();
  focusOn('#room');
}

/** Put the focus on a part of the page; false if it is not there. */
export function focusOn(selector: string): boolean {
  const part = document.querySelector<HTMLElement>(selector);
  if (part && part.tabIndex < 0) part.tabIndex = -1; // can have the focus, but Tab does not stop there
  part?.focus();
  return part !== null;
}

/** Does what the key means; true if it means anything. */
export function press(world: World, event: KeyboardEvent): boolean {
  const far = event.shiftKey ? 10 : 1;
  const deeds: Record<string, () => void> = {
    ' ': () => (world.playing ? world.pause() : world.play()),
    ArrowRight: () => (far === 1 ? world.next() : (world.pause(), world.seek(world.at + far))),
    ArrowLeft: () => (far === 1 ? world.back() : (world.pause(), world.seek(world.at - far))),
    Home: () => (world.pause(), world.seek(0)),
    End: () => world.end(),
    '+': () => world.clock.shift(1),
    '=': () => world.clock.shift(1),
    '-': () => world.clock.shift(-1),
  };
  PANELS.forEach((panel, place) => (deeds[String(place + 1)] = () => void toggle(world, panel)));
  for (const { goal, key } of GOALS) {
    deeds[key] = () => world.jump(1, goal);
    deeds[key.toUpperCase()] = () => world.jump(-1, goal);
  }
  const deed = deeds[event.key];
  deed?.();
  return deed !== undefined;
}

const PICTURES = '[role="application"], [role="toolbar"]';
let clicked: Element | null = null; // the picture that the pointer gave the focus to
const picture = (event: Event) => (event.target as Partial<Element> | null)?.closest?.(PICTURES) ?? null;

/** The pointer goes down: a picture that gets the focus so leaves the arrow keys to time, until Tab or Enter is pressed. */
export const point = (event: Event): void => click(picture(event));

/** Marks the picture that was clicked; a marked picture shows no focus. */
function click(one: Element | null): void {
  clicked?.removeAttribute('data-clicked');
  clicked = one;
  clicked?.setAttribute('data-clicked', '');
}

/** Whether an arrow key moves time although a picture has the focus. To be asked before the picture gets the key. */
export function passes(event: KeyboardEvent): boolean {
  if (event.key === 'Tab' || event.key === 'Enter') click(null);
  if (event.ctrlKey || event.altKey || event.metaKey || !event.key.startsWith('Arrow')) return false;
  return clicked !== null && clicked === picture(event);
}

/** Whether a key belongs to what has the focus, and not to time. */
export function taken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return true;
  const target = event.target as HTMLElement | null;
  if (!target) return false;
  if (
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"], dialog[open]')
  )
    return true;
  if (event.key === ' ' || event.key === 'Enter')
    return target.closest('button, a, summary, input, [role="application"]') !== null;
  return (
    event.key.startsWith('Arrow') &&
    target.closest('[role="tablist"], [role="radiogroup"], [role="application"], .cm-editor') !== null
  );
}
