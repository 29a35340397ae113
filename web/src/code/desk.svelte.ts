// What lies on the desk: the chapters, what was written into them, and the trial run. It stays while other rooms are shown.
import { SvelteMap } from 'svelte/reactivity';
import type { Sources, Trouble } from '../protocol';
import { asTrouble } from '../trouble';
import type { World } from '../world.svelte';
import type { Idea } from './ideas';
import { Trial } from './trial.svelte';

export class Desk {
  sources = $state.raw<Sources | null>(null);
  trouble = $state.raw<Trouble | null>(null); // why there are no chapters
  open = $state(''); // the chapter's path
  follow = $state(true); // turn to whatever stage is pointed at in the picture
  readonly texts = new SvelteMap<string, string>(); // only of those that differ from the original
  readonly trial = new Trial();
  readonly #fine = new Set(['[]']); // changed texts in which nothing was wrong: at first, none is changed

  async load(world: World): Promise<void> {
    if (this.sources) return;
    try {
      this.sources = await world.ask('sources', {});
      this.open ||= this.sources.files[0]?.path ?? '';
      this.trouble = null;
    } catch (error) {
      this.trouble = asTrouble(error);
    }
  }

  original(path: string): string {
    return this.sources?.files.find((file) => file.path === path)?.text ?? '';
  }

  text(path: string): string {
    return this.texts.get(path) ?? this.original(path);
  }

  write(path: string, text: string): void {
    if (text === this.original(path)) this.texts.delete(path);
    else this.texts.set(path, text);
    const gone = this.trial.trouble?.path === path && text === this.original(path);
    if (gone || this.#fine.has(this.#changed())) this.trial.trouble = null;
    if (!this.texts.size) this.trial.clear(); // its results are about the changed text
  }

  #changed(): string {
    return JSON.stringify([...this.texts]);
  }

  /** Put an idea's change into its chapter and open it. False where the text is not as the idea expects. */
  take(idea: Idea): boolean {
    const text = this.text(idea.path);
    this.open = idea.path;
    if (text.split(idea.from).length !== 2) return false;
    this.write(
      idea.path,
      text.replace(idea.from, () => idea.to),
    );
    return true;
  }

  /** Everything as it was. */
  undo(): void {
    this.texts.clear();
    this.trial.clear();
  }

  async run(world: World): Promise<void> {
    const changed = this.#changed();
    await this.trial.run(world, this.sources?.files ?? [], this.texts);
    if (!this.trial.trouble) this.#fine.add(changed);
  }
}

export const desk = new Desk();
