// What the page begins with: a moment from the address, data that was put into the page, or the stored run.
import { asTrouble } from '../trouble';
import type { Asker, World } from '../world.svelte';
import { given, toBase64, type Given } from './files';
import { fromHash, type Moment } from './hash';

/** With a machine: the page's start. Without: the address has changed. */
export async function opening(world: World, machine: Asker | null): Promise<void> {
  let moment: Moment | null = null;
  try {
    moment = fromHash(location.hash);
  } catch (error) {
    world.trouble = asTrouble(error); // at once: Python is not needed to see it
  }
  if (moment) {
    if (machine) world.use(machine);
    world.pause(); // what is shown meanwhile is not what the link stands for
    return openMoment(world, moment);
  }
  if (!machine) return;
  world.use(machine);
  const own = given();
  try {
    if (own) await openGiven(world, own);
    else await world.connect(machine);
  } catch (error) {
    await world.connect(machine);
    world.trouble = asTrouble(error);
  }
}

async function openMoment(world: World, moment: Moment): Promise<void> {
  const { setup, at, selected } = moment;
  if (!(await world.start(setup, false))) {
    if (world.trouble) {
      const why = `This link cannot be opened, so you see another run. ${world.trouble.message}`;
      world.trouble = { ...world.trouble, message: why };
    }
    return;
  }
  const { scene } = world;
  await world.goTo(at);
  if (world.scene !== scene) return; // another run has taken its place
  world.selected = selected ?? null;
  if (selected) world.room = 'why';
}

/** A file that was dropped on the page. */
export async function openDropped(world: World, file: File): Promise<void> {
  try {
    if (!world.live) throw new Error('Python is still starting: drop the file once more in a moment.');
    await openGiven(world, { name: file.name, data: await toBase64(file) });
  } catch (error) {
    world.trouble = asTrouble(error);
  }
}

/** A file from outside: a snapshot continues, a CSV file is learned. */
async function openGiven(world: World, { name, data }: Given): Promise<boolean> {
  if (/\.npz$/i.test(name)) return world.open(name, data);
  const { input, steps, train, notes } = await world.ask('read_csv', { name, data });
  const begun = await world.start({ input, steps, train, preset: 'classroom', seed: 42 });
  if (begun) world.notice = notes.join(' ');
  return begun;
}
