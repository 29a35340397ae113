// What Python says about the step that is shown: asked again as the step changes, but never more than one
// question at a time, and always about the newest step.
import type { BitLook, BurstLook, CellLook, ColumnLook, Record_ } from '../protocol';
import { asTrouble } from '../trouble';
import type { Selection, World } from '../world.svelte';

type About =
  | { kind: 'bit'; look: BitLook }
  | { kind: 'column'; look: ColumnLook; burst: BurstLook | null }
  | { kind: 'cell'; look: CellLook }
  | { kind: 'burst'; look: BurstLook };

/** An answer, and the moment that it is about: while the run plays it is an earlier one than the one shown. */
export type Look = About & { run: 0 | 1; at: number; record: Record_ };

/** One question at a time: what is asked meanwhile waits, and only the last of it is asked. */
export class Latest {
  #busy = false;
  #next: (() => Promise<void>) | null = null;

  ask(question: () => Promise<void>): void {
    this.#next = question;
    if (!this.#busy) void this.#go();
  }

  drop(): void {
    this.#next = null;
  }

  async #go(): Promise<void> {
    this.#busy = true;
    while (this.#next) {
      const question = this.#next;
      this.#next = null;
      await question();
    }
    this.#busy = false;
  }
}

export class Looks {
  /** About what is selected. */
  seen = $state.raw<Look | null>(null);
  /** Overlap of each column, the bits that each winner heard, and the step that it is true for. */
  overlaps = $state.raw<{
    at: number;
    run: number;
    of: Map<number, number>;
    heard: Map<number, number[]>;
  } | null>(null);
  wrong = $state('');
  #world: World;
  #about = new Latest();
  #all = new Latest();

  constructor(world: World) {
    this.#world = world;
    $effect(() => this.#select());
    $effect(() => this.#overlap());
  }

  #select(): void {
    const { selected, run, live, scene, record } = this.#world;
    const at = this.#world.at + 1;
    this.#about.drop();
    if (!selected) [this.seen, this.wrong] = [null, ''];
    if (!selected || !live) return;
    this.#about.ask(async () => {
      try {
        const seen = await this.#look(selected, run, at, scene.cells_per_column);
        if (this.#world.selected === selected) [this.seen, this.wrong] = [{ ...seen, run, at, record }, ''];
      } catch (error) {
        if (this.#world.selected === selected) this.wrong = asTrouble(error).message;
      }
    });
  }

  async #look(selected: Selection, run: number, at: number, cells: number): Promise<About> {
    const world = this.#world;
    if (selected.kind === 'bit') {
      return { kind: 'bit', look: await world.ask('look_bit', { run, at, bit: selected.bit }) };
    }
    if (selected.kind === 'burst') {
      return { kind: 'burst', look: await world.ask('look_burst', { run, at, column: null }) };
    }
    if (selected.kind === 'column') {
      const { column } = selected;
      const look = await world.ask('look_column', { run, at, column });
      const burst = look.active && !look.expected ? await world.ask('look_burst', { run, at, column }) : null;
      return { kind: 'column', look, burst };
    }
    const look = await world.ask('look_cell', { run, at, cell: selected.cell });
    return { kind: 'cell', look: { ...look, column: Math.floor(look.cell / cells) } };
  }

  #overlap(): void {
    const { run, live, speed, playing } = this.#world;
    const at = this.#world.at + 1;
    this.#all.drop();
    if (!live || (playing && speed > 10)) return; // too quick to be seen
    this.#all.ask(async () => {
      try {
        const { columns, overlaps, heard } = await this.#world.ask('overlaps', { run, at });
        this.overlaps = {
          at,
          run,
          of: new Map(columns.map((column, place) => [column, overlaps[place] ?? 0])),
          heard: new Map(heard),
        };
      } catch {
        this.overlaps = null; // the picture is complete without
      }
    });
  }
}
