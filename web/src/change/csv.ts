// A file of the learner's own: read by Python in this page, never sent anywhere.
import type { FileReading, Reading } from '../protocol';
import { toBase64 } from '../share/files';
import type { World } from '../world.svelte';

/** `column`: which one, where it is not the first. `reading`: what the learner says about the file. */
export async function readCsv(
  world: World,
  file: File,
  column?: string,
  reading?: FileReading,
): Promise<Reading> {
  const data = await toBase64(file);
  const chosen = {
    ...(column === undefined ? {} : { column }),
    ...(reading === undefined ? {} : { reading }),
  };
  return world.ask('read_csv', { name: file.name, data, ...chosen });
}
