// Where the visitor is on the tour, and what has been done. It is kept for as long as the browser allows.
import type { Scene, Setup } from '../protocol';
import type { World } from '../world.svelte';
import { forget, recall, remember, stopIn } from './kept';
import { plain, WAVE } from './setups';
import { guessed, type State, type Stop } from './stop';
import { STOPS } from './stops';

/** What is written in place of a picture that would answer the question. */
export const ANSWER_FIRST = 'Answer the question to see the picture.';

export class Guide {
  place = $state(0);
  done = $state<boolean[]>(STOPS.map(() => false)); // ever
  guesses = $state<(number | null)[]>(STOPS.map(() => null)); // the choice at each stop's question
  fits = $state(false); // what the page shows now is what the task asks for
  solved = $state(false); // it was so at this visit of the stop
  reason = $state(''); // why what was done is not what the task asks for
  over = $state(false); // the last card is shown, not a stop
  doing = $state(''); // while the machine is made ready
  scene = $state.raw<Scene | null>(null); // the run that belongs to this stop
  compared = $state.raw<State['compared']>(null);
  dragging = $state(false); // a value is being chosen, so the two that are shown are not the visitor's yet
  chose = $state(false); // a value was chosen at this visit of the stop
  crossed = $state<number | null>(null);
  stop: Stop = $derived(STOPS[this.place]!);
  told: boolean = $derived(this.solved || this.done[this.place]!); // the answer to the stop's question is given
  covered: boolean = $derived(!!this.stop.covered && !this.told && this.guesses[this.place] === null);
  hides = $derived(this.covered ? this.stop.covered : undefined);
  guessed: string = $derived(guessed(this.stop.question, this.guesses[this.place]!));
  silent: boolean = $derived(this.hides === 'stage' || this.hides === 'show'); // a reason would answer the question
  says: string = $derived(this.silent && this.reason ? 'Answer the question first.' : this.reason);
  veil: string = $derived(this.doing || (this.hides === 'stage' ? ANSWER_FIRST : '')); // in place of the lit stage
  wrong: number[] = $derived(this.guesses.flatMap((one, i) => (wrong(i, one) && this.done[i] ? [i] : []))); // stops
  #on = false; // the tour is open, or a panel that it sent the visitor to
  #watching = false;
  #picked: { what: World['selected']; at: number } = { what: null, at: 0 };
  #turn = 0; // counts what was asked for: only the last is done
  #going: Promise<void> = Promise.resolve();
  #made: { scene: Scene; setup: Setup } | null = null; // the run that a stop began

  constructor() {
    const kept = recall();
    if (!kept) return;
    this.place = kept.place;
    this.done = STOPS.map((_, i) => kept.done.includes(i));
    this.guesses = STOPS.map((_, i) => kept.guesses[i] ?? null);
  }

  /** Make the machine ready for a stop: its run, its step, nothing picked. One after the other; only the last counts. */
  async go(world: World, place: number): Promise<void> {
    this.place = Math.max(0, Math.min(STOPS.length - 1, place));
    [this.over, this.compared, this.crossed, this.scene] = [false, null, null, null];
    [this.dragging, this.chose] = [false, false];
    this.#unsolved();
    this.#keep();
    this.doing = 'Setting up the machine …';
    const turn = ++this.#turn;
    this.#going = this.#going.then(() => (turn === this.#turn ? this.#prepare(world, turn) : undefined));
    await this.#going;
  }

  /** Open the tour, or the stop of it, if an address names one. */
  open(world: World, hash: string): void {
    const place = stopIn(hash);
    if (hash === '#tour' || place !== null) world.room = 'tour';
    if (place !== null) void this.go(world, place);
  }

  /** The last card. */
  finish(world: World): void {
    world.pause();
    world.selected = null;
    [this.over, this.doing] = [true, ''];
    this.#unsolved();
    this.#turn++;
  }

  guess(choice: number): void {
    this.guesses[this.place] = choice;
    this.#keep();
  }

  /** Forget what was done, and begin again. */
  async restart(world: World): Promise<void> {
    this.done = STOPS.map(() => false);
    this.guesses = STOPS.map(() => null);
    forget();
    await this.go(world, 0);
  }

  /** Whether the page still shows the run that it began with, so that nothing is lost by another. */
  untouched(world: World): boolean {
    return !this.#made && !world.second && plain(world.scene);
  }

  async #prepare(world: World, turn: number): Promise<void> {
    const { stop } = this;
    const old = (): boolean => turn !== this.#turn;
    world.trouble = null; // an earlier one is no reason to give up
    world.pause();
    // Whatever has been begun comes to its end first: a run that is half begun would take the place of this one.
    while ((!world.live || world.busy) && !world.trouble && !old()) await pause();
    if (old()) return;
    world.pause();
    if (world.second) world.closeBranch();
    world.selected = null;
    if (!this.#has(world, stop) && !(await world.start(structuredClone(stop.setup), false))) {
      if (!old()) this.doing = '';
      return;
    }
    const scene = world.scene;
    this.#made = { scene, setup: stop.setup };
    const enough = Math.min(stop.at + 1, scene.setup.steps - 1); // the task may begin with a step forward
    while (world.last < enough && world.scene === scene && !old() && !world.trouble) {
      this.doing = `The machine is learning: step ${world.last + 1} of ${enough + 1} …`;
      await pause();
    }
    if (old()) return;
    this.doing = '';
    if (world.scene !== scene || world.last < enough) return; // another run, or one that failed
    world.seek(stop.at);
    this.scene = scene;
  }

  /** Whether this run is the stop's. */
  #has(world: World, { setup }: Stop): boolean {
    if (this.#made?.scene === world.scene) return this.#made.setup === setup;
    return setup === WAVE && plain(world.scene);
  }

  /** From now on look whether the task is done, also where the task leads to another panel. */
  watch(world: World): void {
    if (this.#watching) return;
    this.#watching = true;
    // Not within the life of this panel, which ends when another one is entered.
    queueMicrotask(() =>
      $effect.root(() => {
        $effect(() => this.#check(world));
      }),
    );
  }

  /** Looked at again whenever something changes that a task may depend on. */
  #check(world: World): (() => void) | undefined {
    const { place, crossed, stop, over: ended } = this;
    const compared = this.dragging ? null : this.compared;
    if (world.selected !== this.#picked.what) this.#picked = { what: world.selected, at: world.at };
    if (world.room === 'tour') this.#on = true;
    if (world.room === null) this.#on = false;
    if (!this.#on || ended || this.scene === null || this.scene !== world.scene) {
      this.#unsolved();
      return undefined;
    }
    const { at, record, before, records, run, second, playing, selected, scene } = world;
    const perColumn = scene.cells_per_column;
    const ask: State['ask'] = (name, args) => world.ask(name, args);
    const page = { at, record, before, records, run, second, playing, selected, pickedAt: this.#picked.at };
    const state: State = { ...page, perColumn, compared, crossed, ask };
    let over = false;
    const tried = at !== stop.at || selected !== null || compared !== null || second !== null;
    void Promise.resolve(stop.judge(state)).then(
      (found) => {
        if (over) return;
        [this.fits, this.reason] = found === true ? [true, ''] : [false, tried ? found : ''];
        if (this.fits && !this.solved) this.#mark(world, place);
      },
      () => {
        if (!over) [this.fits, this.reason] = [false, '']; // what could not be asked is asked again at the next change
      },
    );
    return () => (over = true);
  }

  #mark(world: World, place: number): void {
    [this.solved, this.done[place]] = [true, true];
    this.#keep();
    if (world.room === 'inside' || world.room === 'why') world.room = 'tour';
  }

  #unsolved(): void {
    [this.fits, this.solved, this.reason] = [false, false, ''];
  }

  #keep(): void {
    const done = this.done.flatMap((one, i) => (one ? [i] : []));
    remember({ place: this.place, done, guesses: [...this.guesses] });
  }
}

const wrong = (place: number, guess: number | null): boolean =>
  guess !== null && guess !== STOPS[place]!.question.right;

const pause = (): Promise<void> => new Promise((wake) => setTimeout(wake, 50));

export const guide = new Guide();
