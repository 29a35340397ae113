// What the browser keeps of the tour. A page from a file may not be allowed to keep anything: then the tour begins again.
import { STOPS } from './stops';

const NAME = 'htm-teacher tour';

export interface Kept {
  place: number;
  done: number[]; // the stops of which the task was done
  guesses: (number | null)[]; // the choice at each stop's question
}

/** It is kept by the names of the stops, which stay when their order changes. */
export function remember({ place, done, guesses }: Kept): void {
  const name = (one: number) => STOPS[one]!.id;
  const chosen = guesses.flatMap((choice, one) => (choice === null ? [] : [[name(one), choice] as const]));
  const text = { stop: name(place), done: done.map(name), guesses: Object.fromEntries(chosen) };
  try {
    localStorage.setItem(NAME, JSON.stringify(text));
  } catch {
    // not allowed
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // not allowed
  }
}

export function recall(): Kept | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('stop' in kept) || !('done' in kept)) return null;
    const { stop, done, guesses } = kept as { stop: unknown; done: unknown; guesses?: unknown };
    const place = STOPS.findIndex(({ id }) => id === stop);
    if (place < 0 || !Array.isArray(done)) return null;
    const choices = (guesses ?? {}) as Record<string, unknown>;
    const chosen = STOPS.map(({ id }) => (Number.isInteger(choices[id]) ? (choices[id] as number) : null));
    return { place, done: STOPS.flatMap(({ id }, one) => (done.includes(id) ? [one] : [])), guesses: chosen };
  } catch {
    return null; // nothing was kept, or nothing may be
  }
}

/** The stop that an address names: #tour=9 is the ninth. */
export function stopIn(hash: string): number | null {
  const found = /^#tour=(\d+)$/.exec(hash);
  const place = found ? Number(found[1]) - 1 : -1;
  return STOPS[place] ? place : null;
}
