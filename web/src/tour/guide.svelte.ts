// Where the visitor is on the tour, and what has been done. It is kept for as long as the browser allows.
import type { Scene } from '../protocol';
import type { World } from '../world.svelte';
import { WAVE } from './setups';
import type { State, Stop } from './stop';
import { STOPS } from './stops';

const PLACE = 'htm-teacher tour';

export class Guide {
  place = $state(0);
  done = $state<boolean[]>(STOPS.map(() => false));
  doing = $state(''); // while the machine is made ready
  scene = $state.raw<Scene | null>(null); // the run that belongs to this stop
  compared = $state.raw<State['compared']>(null);
  stop: Stop = $derived(STOPS[this.place]!);
  #watching = false;

  constructor() {
    const kept = recall();
    if (!kept) return;
    this.place = kept.place;
    this.done = STOPS.map((_, i) => kept.done.includes(i));
  }

  /** Make the machine ready for a stop: its run, its step, nothing picked. */
  async go(world: World, place: number): Promise<void> {
    this.place = Math.max(0, Math.min(STOPS.length - 1, place));
    this.compared = null;
    this.#keep();
    const stop = this.stop;
    world.pause();
    if (world.second) world.closeBranch();
    world.selected = null;
    if (!runs(world.scene, stop)) {
      this.scene = null;
      this.doing = 'The machine is made ready …';
      if (!(await world.start(structuredClone(stop.setup), false))) {
        this.doing = '';
        return;
      }
    }
    const scene = world.scene;
    while (world.last < stop.at && world.scene === scene && this.stop === stop && !world.trouble) {
      this.doing = `The machine learns: step ${world.last + 1} of ${stop.at + 1} …`;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    if (this.stop !== stop) return; // the visitor has gone on
    this.doing = '';
    if (world.scene !== scene) return;
    world.seek(stop.at);
    this.scene = scene;
  }

  /** From now on look whether the task is done, whatever room is shown: the answer to a task is often in another one. */
  watch(world: World): void {
    if (this.#watching) return;
    this.#watching = true;
    // The page begins with the run of the first stop: then there is nothing to make ready.
    if (this.place === 0 && runs(world.scene, this.stop)) this.scene = world.scene;
    // Not within the life of this room, which ends when another one is entered.
    queueMicrotask(() =>
      $effect.root(() => {
        $effect(() => this.#check(world));
      }),
    );
  }

  /** Looked at again whenever something changes that a task may depend on. */
  #check(world: World): (() => void) | undefined {
    const { place, compared, stop } = this;
    if (this.scene === null || this.scene !== world.scene || this.done[place]) return undefined;
    const { at, record, before, records, run, second, playing, selected, scene } = world;
    const perColumn = scene.cells_per_column;
    const ask: State['ask'] = (name, args) => world.ask(name, args);
    const state: State = {
      at,
      record,
      before,
      records,
      run,
      second,
      playing,
      selected,
      perColumn,
      compared,
      ask,
    };
    let over = false;
    void Promise.resolve(stop.done(state)).then(
      (yes) => yes && !over && this.#solved(world, place),
      () => undefined, // what could not be asked is asked again at the next change
    );
    return () => (over = true);
  }

  #solved(world: World, place: number): void {
    this.done[place] = true;
    this.#keep();
    if (world.room !== 'tour')
      world.notice = `Well done! ${this.stop.praise} The tour goes on in its own room.`;
  }

  #keep(): void {
    const done = this.done.flatMap((one, i) => (one ? [i] : []));
    try {
      localStorage.setItem(PLACE, JSON.stringify({ place: this.place, done }));
    } catch {
      // A page from a file may not be allowed to remember: then the tour begins anew next time.
    }
  }
}

/** Whether this run is the stop's: it says all that the stop's setup says, and nothing that changes it. */
function runs(scene: Scene, { setup }: Stop): boolean {
  const { parameters = {}, noisy_bits = 0, kill, encoder, ...rest } = scene.setup;
  const bare =
    !Object.keys(parameters).length && !noisy_bits && !kill && (encoder?.kind ?? 'auto') === 'auto';
  const { input, steps, train, preset, seed } = rest;
  const same =
    steps === setup.steps && train === setup.train && preset === setup.preset && seed === setup.seed;
  const wave = input.kind === 'sine' && input.period === WAVE.input.period && !input.noise;
  return bare && same && wave && setup === WAVE && Object.keys(encoder ?? {}).length <= 1;
}

function recall(): { place: number; done: number[] } | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('place' in kept) || !('done' in kept)) return null;
    const { place, done } = kept;
    if (!Number.isInteger(place) || !Array.isArray(done) || !STOPS[place as number]) return null;
    return { place: place as number, done: done as number[] };
  } catch {
    return null; // nothing was kept, or nothing may be
  }
}

export const guide = new Guide();
