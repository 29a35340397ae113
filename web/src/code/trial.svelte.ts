// The edited textbook, run in a machine of its own: whatever it does, the first machine lives on.
import { Machine } from '../machine';
import { paced } from '../pace';
import type { Record_, Scene, SourceFile, Trouble } from '../protocol';
import { asTrouble } from '../trouble';
import type { World } from '../world.svelte';

const LIMIT = 5; // seconds that one batch of steps may take
const PATIENCE = 20; // seconds for making a machine: the first time Python has to start
const BATCH = { most: 20, milliseconds: 150 };

export class Trial {
  records = $state.raw<Record_[]>([]);
  scene = $state.raw<Scene | null>(null); // of the first run that it is compared with
  doing = $state(''); // what is being done now; nothing when idle
  wanted = $state(0); // steps
  trouble = $state.raw<Trouble | null>(null);
  printed = $state.raw<string[]>([]);

  #machine: Machine | null = null;
  #holds = new Map<string, string>(); // the text that each file has in the machine, where it was edited
  #turn = 0;

  /** Run these texts on the setup of the world's first run, as far as that has come. */
  async run(
    world: World,
    originals: readonly SourceFile[],
    texts: ReadonlyMap<string, string>,
  ): Promise<void> {
    this.clear();
    const turn = ++this.#turn;
    [this.scene, this.wanted] = [world.scene, world.records.length];
    if (world.opened) {
      const why = `${world.opened} has learned elsewhere, and changed code has to begin from the start.`;
      this.trouble = asTrouble(`${why} Start a run in the panel Change, then run the code.`);
      return;
    }
    try {
      const machine = this.#up();
      this.doing = 'Python is starting …';
      await machine.ready;
      this.doing = 'Loading your changes …';
      for (const { path, text } of originals) {
        const now = texts.get(path) ?? text;
        if (now === (this.#holds.get(path) ?? text)) continue;
        await machine.ask('edit', { path, text: now }, { limit: LIMIT });
        this.#holds.set(path, now);
      }
      await machine.ask('setup', { setup: world.setupNow() }, { limit: PATIENCE });
      if (turn === this.#turn) await this.#steps(machine, turn);
    } catch (error) {
      if (turn === this.#turn) this.trouble = asTrouble(error);
    } finally {
      if (turn === this.#turn) this.doing = '';
    }
  }

  /** Stop; the steps done so far stay. */
  stop(): void {
    if (!this.doing) return;
    this.#turn++;
    this.doing = '';
    this.#machine?.close();
    this.#forget();
  }

  /** Stop, and keep nothing of it. */
  clear(): void {
    this.stop();
    [this.records, this.trouble, this.printed] = [[], null, []];
  }

  async #steps(machine: Machine, turn: number): Promise<void> {
    let pace = 4;
    while (this.records.length < this.wanted) {
      this.doing = `Step ${this.records.length} of ${this.wanted} …`;
      const count = Math.min(pace, this.wanted - this.records.length);
      const began = performance.now();
      const batch = await machine.ask('step', { run: 0, count }, { limit: LIMIT });
      if (turn !== this.#turn || !batch.length) return;
      this.records = [...this.records, ...batch];
      pace = paced(count, performance.now() - began, BATCH);
    }
  }

  #up(): Machine {
    this.#machine ??= new Machine({
      watched: true,
      onprint: (text) => (this.printed = [...this.printed.slice(-99), text]),
      onrestart: () => this.#holds.clear(), // a new Python has the textbook as it is
    });
    return this.#machine;
  }

  #forget(): void {
    this.#machine = null;
    this.#holds.clear();
  }
}
