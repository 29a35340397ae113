// The records of the run that the picture shows, from its start.
import type { Record_ } from '../protocol';
import type { World } from '../world.svelte';

/** A second run begins where it left the first; what was before is the first's. */
export function recordsShown(world: World): Record_[] {
  const { second, run, records } = world;
  return run === 1 && second ? [...records.slice(0, second.from), ...second.records] : records;
}
