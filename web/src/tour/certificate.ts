// What was done on the tour, as text that can be handed in.
import { STOPS } from './stops';

export function certificate(done: readonly boolean[], day: Date): string {
  const count = done.filter(Boolean).length;
  const lines = STOPS.map(({ title }, i) => `${done[i] ? '[x]' : '[ ]'} ${i + 1}. ${title}`);
  return [
    'HTM-Teacher: the guided tour',
    `${count} of ${STOPS.length} tasks done, ${day.toISOString().slice(0, 10)}`,
    '',
    ...lines,
    '',
  ].join('\n');
}
