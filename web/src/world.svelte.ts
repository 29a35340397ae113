// What the page knows. Every view is given the one World and nothing else; what happens, happens through it.
//
// Here: where the learner is in the run, and what is chosen. The runs themselves are in runs.svelte.ts.
import type { Record_, Scene, Stage } from './protocol';
import { Runs } from './runs.svelte';
import { Clock } from './time/clock.svelte';
import { GOALS, type Goal } from './time/goals';

export type { Asker, Second } from './runs.svelte';

/** The one thing on the picture that is asked about. */
export type Selection =
  | { kind: 'bit'; bit: number }
  | { kind: 'column'; column: number }
  | { kind: 'cell'; cell: number }
  | { kind: 'segment'; cell: number; serial: number }
  | { kind: 'synapse'; cell: number; serial: number; source: number }
  | { kind: 'burst' };

/** The panels beside the picture. */
export type Room = 'tour' | 'change' | 'why' | 'inside' | 'code' | 'share';

export class World extends Runs {
  at = $state(0); // the place of the record shown
  goal = $state<Goal>('surprise'); // what is jumped to
  selected = $state.raw<Selection | null>(null);
  stage = $state<Stage | null>(null); // the stage that the pointer or the focus is on
  room = $state<Room | null>(null);
  notice = $state(''); // good news, in a sentence
  unfound = $state(''); // that a jump led nowhere, or not to the end, in a sentence: said beside the player, in passing
  theme = $state<'light' | 'dark'>('light');
  quiet = $state(false); // no motion that is not asked for
  clock: Clock;

  /** The run that the picture shows at this step: the first where the second has not come yet. */
  run: 0 | 1 = $derived(this.#seconds(this.at) ? 1 : 0);
  record: Record_ = $derived(this.recordAt(this.at) as Record_);
  before: Record_ | null = $derived(this.at > 0 ? (this.recordAt(this.at - 1) ?? null) : null);
  last: number = $derived(this.records.length - 1);

  constructor(first: { scene: Scene; records: Record_[] }) {
    super(first);
    this.clock = new Clock(this);
  }

  get playing(): boolean {
    return this.clock.playing;
  }

  get speed(): number {
    return this.clock.speed;
  }

  set speed(value: number) {
    this.clock.speed = value;
  }

  /** The record at a place, of the run that is shown there. */
  recordAt(place: number): Record_ | undefined {
    return this.#seconds(place) ?? this.records[place];
  }

  /** The record at a place of the second run, if that run is shown and has come so far. */
  #seconds(place: number): Record_ | undefined {
    return this.showing === 1 ? this.second?.records[place - this.second.from] : undefined;
  }

  seek(place: number): void {
    this.at = Math.min(Math.max(0, Math.round(place)), this.last);
  }

  /** To a step that may still have to be done. */
  async goTo(place: number): Promise<void> {
    const scene = this.scene;
    try {
      await this.reached(0, Math.min(place + 1, scene.setup.steps));
    } catch {
      return; // another run has taken its place, or it failed before that step
    }
    if (scene === this.scene) this.seek(place);
  }

  next(): void {
    this.pause();
    this.seek(this.at + 1);
  }

  back(): void {
    this.pause();
    this.seek(this.at - 1);
  }

  /** To the newest step; where that is not the last of the run, say so. */
  end(): void {
    this.pause();
    this.seek(this.last);
    const { steps } = this.scene.setup;
    if (this.records.length >= steps || this.trouble) return;
    const says = `Step ${this.records.length.toLocaleString('en')} is the newest so far: the run is still going on.`;
    this.unfound = says;
    const over = () => {
      if (this.unfound === says) this.unfound = '';
    };
    void this.reached(0, steps).then(over, over);
  }

  play(): void {
    if (this.at >= this.last) this.seek(0);
    this.clock.play();
  }

  pause(): void {
    this.clock.pause();
  }

  /** To the next or previous goal; after the last one, begin with the first again. */
  jump(way: 1 | -1, goal = this.goal): void {
    this.pause();
    this.goal = goal;
    const found: number[] = [];
    for (let place = 0; place <= this.last; place++) if (this.begins(place)) found.push(place);
    const place =
      way === 1
        ? (found.find((one) => one > this.at) ?? found[0])
        : (found.findLast((one) => one < this.at) ?? found.at(-1));
    const { says } = GOALS.find((one) => one.goal === goal)!;
    if (place === undefined)
      this.unfound = `There is no ${goal} in this run so far: no step at which ${says}.`;
    else this.seek(place);
  }

  /** Whether what is jumped to begins at this place. */
  begins(place: number): boolean {
    const { here } = GOALS.find((one) => one.goal === this.goal)!;
    const [now, before] = [this.recordAt(place), this.recordAt(place - 1)];
    return now !== undefined && here(now) && !(before && here(before));
  }

  /** Kill a part of the cells after the step shown, in a second run, so that both can be compared. */
  kill(fraction: number): Promise<boolean> {
    const says = `${Math.round(100 * fraction)} % of the cells died after step ${this.at + 1}`;
    return this.fork(this.at + 1, {}, says, fraction);
  }

  override closeBranch(): void {
    super.closeBranch();
    this.seek(this.at);
  }

  protected override begun(): void {
    this.pause();
    [this.at, this.selected, this.notice, this.unfound] = [0, null, '', ''];
  }

  protected override forked(place: number): void {
    this.seek(place);
  }
}
