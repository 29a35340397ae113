// A file of the learner's own: read by Python in this page, never sent anywhere.
import type { Input } from '../protocol';
import { toBase64 } from '../share/files';
import type { World } from '../world.svelte';

const LARGEST = 64; // megabytes

export interface Reading {
  input: Input;
  rows: number;
  notes: string[];
  columns: string[];
}

export async function readCsv(world: World, file: File): Promise<Reading> {
  if (file.size > LARGEST * 2 ** 20) {
    throw new Error(`${file.name} is larger than ${LARGEST} MB: keep the part of it that matters.`);
  }
  return world.ask('read_csv', { name: file.name, data: await toBase64(file) });
}

/** How many steps a file begins with; more can be chosen. */
export function stepsFor(rows: number): number {
  return Math.max(1, Math.min(rows, 2000));
}
