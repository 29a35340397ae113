// The panels beside the picture: their names, and what is in each.
import type { Room } from './world.svelte';

export const ROOMS: { room: Room; name: string; says: string }[] = [
  { room: 'tour', name: 'Tour', says: 'Twelve short stops, each with a small task' },
  { room: 'change', name: 'Change', says: 'Input, sizes, parameters, damage' },
  { room: 'why', name: 'Why', says: 'Ask why a bit, a column or a cell is as it is' },
  { room: 'inside', name: 'Inside', says: 'Permanences, duty cycles, segments, cells in 3-D' },
  { room: 'code', name: 'Code', says: 'The textbook that runs here; change it' },
  { room: 'share', name: 'Share', says: 'Link, snapshot, CSV, picture' },
];
