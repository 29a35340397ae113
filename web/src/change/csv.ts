// A file of the learner's own: read by Python in this page, never sent anywhere.
import type { Input } from '../protocol';
import { toBase64 } from '../share/files';
import type { World } from '../world.svelte';

export interface Reading {
  input: Input;
  rows: number;
  steps: number; // that the run takes at first; more can be chosen
  train: number; // of these
  notes: string[];
  columns: string[];
}

/** `column`: which one, where it is not the first of numbers. */
export async function readCsv(world: World, file: File, column?: string): Promise<Reading> {
  const data = await toBase64(file);
  return world.ask('read_csv', { name: file.name, data, ...(column === undefined ? {} : { column }) });
}
