// What the page begins with: a moment from the address, data that was put into the page, or the stored run.
import { asTrouble } from '../trouble';
import type { Asker, World } from '../world.svelte';
import { given, type Given } from './files';
import { fromHash } from './hash';

/** With a machine: the page's start. Without: the address has changed. */
export async function opening(world: World, machine: Asker | null): Promise<void> {
  try {
    const moment = fromHash(location.hash);
    const own = machine ? given() : null;
    if (moment) {
      if (machine) world.use(machine);
      if (!(await world.start(moment.setup, false))) return void (machine && (await again(world, machine)));
      world.pause();
      await world.goTo(moment.at);
      world.selected = moment.selected ?? null;
      if (moment.selected) world.room = 'why';
    } else if (own && machine) {
      world.use(machine);
      if (!(await openGiven(world, own))) await again(world, machine);
    } else if (machine) {
      await world.connect(machine);
    }
  } catch (error) {
    if (machine) await world.connect(machine);
    world.trouble = asTrouble(error);
  }
}

/** The stored run after all; what went wrong stays to be read. */
async function again(world: World, machine: Asker): Promise<void> {
  const wrong = world.trouble;
  await world.connect(machine);
  world.trouble = wrong;
}

/** A file from outside: a snapshot goes on, a CSV file is learned. */
export async function openGiven(world: World, { name, data }: Given): Promise<boolean> {
  if (/\.npz$/i.test(name)) return world.open(name, data);
  const { input, steps, train, notes } = await world.ask('read_csv', { name, data });
  const begun = await world.start({ input, steps, train, preset: 'classroom', seed: 42 });
  if (begun) world.notice = notes.join(' ');
  return begun;
}
