// What the browser keeps of the tour. A page from a file may not be allowed to keep anything: then the tour begins again.
import { STOPS } from './stops';

const NAME = 'htm-teacher tour';

export interface Kept {
  place: number;
  done: number[]; // the stops of which the task was done
  guesses: (number | null)[]; // the choice at each stop's question
}

export function remember(kept: Kept): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
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
    if (typeof kept !== 'object' || kept === null || !('place' in kept) || !('done' in kept)) return null;
    const { place, done, guesses } = kept as { place: unknown; done: unknown; guesses?: unknown };
    if (!Number.isInteger(place) || !Array.isArray(done) || !STOPS[place as number]) return null;
    const numbers = Array.isArray(guesses) ? guesses : [];
    const chosen = numbers.map((one: unknown) => (Number.isInteger(one) ? (one as number) : null));
    return { place: place as number, done: done as number[], guesses: chosen };
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
