// A whole setup and the moment, in the part of the address after "#". It never leaves the browser by itself.
import type { Setup } from '../protocol';
import { INPUTS } from '../change/inputs';
import type { Selection } from '../world.svelte';

/** A moment of a run: what the link says. */
export interface Moment {
  setup: Setup;
  at: number; // the place of the step
  selected?: Selection | null;
}

/** Links longer than this are cut off by mail programs and chats. */
export const LONGEST = 16_000;

export function toHash(moment: Moment): string {
  const bytes = new TextEncoder().encode(JSON.stringify(moment));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `#s=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** The moment that a hash stands for; null if there is none in it. An Error if it is damaged. */
export function fromHash(hash: string): Moment | null {
  if (hash.length < 2) return null;
  const broken = new Error('This link is damaged, so you see another run. Ask for the link again.');
  if (!hash.startsWith('#s=')) return null;
  try {
    const text = atob(hash.slice(3).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
    const moment: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!isMoment(moment)) throw broken;
    return { setup: moment.setup, at: moment.at, selected: selection(moment.selected) };
  } catch {
    throw broken;
  }
}

const MOST = 100_000; // steps of a run

function isStep(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
}

/** Enough to try it; whether the setup makes sense in itself is for Python to say. */
function isMoment(value: unknown): value is Moment {
  if (typeof value !== 'object' || value === null) return false;
  const { setup, at } = value as Partial<Moment>;
  if (!isStep(at) || typeof setup !== 'object' || setup === null) return false;
  const { input, steps, train, preset, seed } = setup as Partial<Setup>;
  if (typeof input !== 'object' || input === null || !isStep(steps) || !isStep(train)) return false;
  if (!['toy', 'classroom', 'cortex'].includes(preset as string) || !Number.isInteger(seed)) return false;
  return INPUTS.some(({ kind }) => kind === input.kind);
}

const KINDS: Record<Selection['kind'], string[]> = {
  bit: ['bit'],
  column: ['column'],
  cell: ['cell'],
  segment: ['cell', 'serial'],
  synapse: ['cell', 'serial', 'source'],
  burst: [],
};

function selection(value: unknown): Selection | null {
  if (typeof value !== 'object' || value === null) return null;
  const one = value as Record<string, unknown>;
  const needs = Object.hasOwn(KINDS, String(one.kind)) ? KINDS[one.kind as Selection['kind']] : null;
  return needs?.every((name) => Number.isInteger(one[name]) && (one[name] as number) >= 0)
    ? (one as unknown as Selection)
    : null;
}
