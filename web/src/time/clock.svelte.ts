// What moves time on while the run plays: so many steps a second, whatever the screen's rate.
import type { World } from '../world.svelte';

/** Steps a second that can be chosen. */
export const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120];

const WATCHED = 1000; // milliseconds over which it is seen how fast time goes

export class Clock {
  playing = $state(false);
  speed = $state(5); // steps a second
  reached = $state<number | null>(null); // steps a second, while it cannot be as many as were chosen
  #world: World;
  #owed = 0; // parts of a step
  #last = 0;
  #watched = { since: 0, steps: 0 };

  constructor(world: World) {
    this.#world = world;
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    this.#owed = 0;
    this.#last = performance.now();
    this.#watched = { since: this.#last, steps: 0 };
    requestAnimationFrame(this.#tick);
  }

  pause(): void {
    this.playing = false;
    this.reached = null;
  }

  /** One speed up or down. */
  shift(way: 1 | -1): void {
    const faster = SPEEDS.find((one) => one > this.speed) ?? this.speed;
    const slower = SPEEDS.findLast((one) => one < this.speed) ?? this.speed;
    this.speed = way === 1 ? faster : slower;
  }

  #tick = (now: number): void => {
    if (!this.playing) return;
    const world = this.#world;
    this.#owed += (Math.min(250, now - this.#last) / 1000) * this.speed; // after a sleep, no leap
    this.#last = now;
    const whole = Math.floor(this.#owed);
    this.#owed -= whole;
    const before = world.at;
    if (whole) world.seek(before + whole);
    this.#watched.steps += world.at - before;
    if (now - this.#watched.since >= WATCHED) this.#watch(now);
    const over = world.at >= world.last && world.records.length >= world.scene.setup.steps;
    if (over) this.pause();
    else requestAnimationFrame(this.#tick);
  };

  /** See how fast time went, and begin to watch anew. */
  #watch(now: number): void {
    const { since, steps } = this.#watched;
    const rate = Math.round((1000 * steps) / (now - since));
    const slow = steps > 0 && rate < 0.9 * this.speed - 1; // at low speeds a second may miss one step
    this.reached = slow && this.playing && now - since < 2 * WATCHED ? rate : null;
    this.#watched = { since: now, steps: 0 };
  }
}
