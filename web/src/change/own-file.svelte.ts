// A file of the learner's own: read by Python in this page, never sent anywhere.
import type { FileReading, Input, Reading } from '../protocol';
import { asTrouble } from '../trouble';
import type { World } from '../world.svelte';
import { readCsv } from './csv';

export class OwnFile {
  name = $state('');
  reading = $state(false);
  wrong = $state(''); // why it could not be read
  read = $state.raw<Reading | null>(null);
  settings = $state.raw<FileReading>({});
  #file: File | null = null;
  #turn = 0; // counts the readings, so that an old one knows that it is old

  /** Read a file, or the same one again. Null: it cannot be read. Undefined: it is not wanted any more. */
  async take(
    world: World,
    file: File | null,
    settings: FileReading = {},
    column?: string,
  ): Promise<Reading | null | undefined> {
    const turn = ++this.#turn;
    this.#file = file ?? this.#file;
    if (!this.#file) return undefined;
    if (file) this.read = null;
    [this.name, this.reading, this.wrong, this.settings] = [this.#file.name, true, '', settings];
    let read: Reading | null = null;
    let wrong = '';
    try {
      read = await readCsv(world, this.#file, column, settings);
    } catch (error) {
      wrong = asTrouble(error).message;
    }
    if (turn !== this.#turn) return undefined;
    [this.reading, this.wrong, this.read] = [false, wrong, read];
    return read;
  }

  /** Whether an input has the values that were read from the file; its times may have been left out. */
  has({ kind, values }: Input): boolean {
    return kind === 'csv' && !!values && String(values) === String(this.read?.input.values);
  }

  /** What is being read is not wanted any more. */
  cancel(): void {
    this.#turn++;
    this.reading = false;
  }

  forget(): void {
    this.cancel();
    [this.name, this.wrong, this.read, this.#file, this.settings] = ['', '', null, null, {}];
  }
}
