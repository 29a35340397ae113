// What moves time on while the run plays: so many steps a second, whatever the screen's rate.
import type { World } from '../world.svelte';

/** Steps a second that can be chosen. */
export const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120];

export class Clock {
  playing = $state(false);
  speed = $state(5); // steps a second
  #world: World;
  #owed = 0; // parts of a step
  #last = 0;

  constructor(world: World) {
    this.#world = world;
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    this.#owed = 0;
    this.#last = performance.now();
    requestAnimationFrame(this.#tick);
  }

  pause(): void {
    this.playing = false;
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
    if (whole) world.seek(world.at + whole);
    const over = world.at >= world.last && world.records.length >= world.scene.setup.steps;
    if (over) this.playing = false;
    else requestAnimationFrame(this.#tick);
  };
}
