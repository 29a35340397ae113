// What the session answers about the step shown. A view that is not on screen does not exist, and so asks nothing.
import type { Commands, Scene, Trouble } from '../protocol';
import { asTrouble } from '../trouble';
import type { World } from '../world.svelte';

/** The questions that need nothing but the run and the step. */
export type Question = 'overlaps' | 'permanences' | 'duty' | 'segments' | 'distribution';

const SETTLE = 120; // milliseconds in which the step may still change before anything is asked
const REST = 600; // at least so long between two questions, so that a playing run is not held up

interface Moment {
  scene: Scene; // a run's identity
  run: 0 | 1;
  at: number; // steps done
}

/** Always on its way to the answer for the step shown; until it is there, the last one stays. */
export class Asked<Q extends Question> {
  answer = $state.raw<Commands[Q]['out'] | null>(null);
  at = $state<number | null>(null); // how many steps had been done then
  trouble = $state.raw<Trouble | null>(null);
  waiting: string | null = $derived.by(() => {
    const world = this.#world();
    if (this.answer) return null;
    return world.live
      ? 'Python is being asked …'
      : `This view asks Python, which is not ready yet: ${world.starting} …`;
  });

  #world: () => World;
  #name: Q;
  #wanted: Moment | null = null;
  #asking: Moment | null = null;
  #got: Moment | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = -Infinity; // when it was asked last

  constructor(world: () => World, name: Q) {
    this.#world = world;
    this.#name = name;
    $effect(() => {
      const { live, scene, second, run, at } = world();
      const own = run === 1 && second ? second.scene : scene;
      this.#wanted = live ? { scene: own, run, at: at + 1 } : null;
      // What is said about another run is not shown any more, nor waited for.
      if (this.#asking && this.#asking.scene !== own) this.#asking = null;
      if (this.#got && this.#got.scene !== own) this.answer = this.at = this.#got = null;
      this.#plan();
    });
    $effect(() => () => {
      clearTimeout(this.#timer);
      this.#wanted = null;
    });
  }

  // While the run plays the step changes all the time: whatever is shown when it is time is asked about.
  #plan(): void {
    const wanted = this.#wanted;
    if (!wanted || this.#timer !== undefined || this.#asking || same(wanted, this.#got)) return;
    const pause = Math.max(SETTLE, this.#last + REST - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, pause);
  }

  async #ask(): Promise<void> {
    const moment = this.#wanted;
    if (!moment) return;
    this.#asking = moment;
    this.#last = performance.now();
    const { run, at } = moment;
    try {
      const answer = await this.#world().ask(this.#name, { run, at } as Commands[Q]['in']);
      if (this.#asking !== moment) return;
      [this.answer, this.at, this.trouble] = [answer, at, null];
    } catch (error) {
      if (this.#asking !== moment) return;
      this.trouble = asTrouble(error);
    }
    this.#got = moment;
    this.#asking = null;
    this.#plan();
  }
}

function same(a: Moment, b: Moment | null): boolean {
  return b !== null && a.scene === b.scene && a.run === b.run && a.at === b.at;
}
