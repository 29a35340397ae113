// What was done on the tour, as text that can be handed in.
import { STOPS } from './stops';

/** The day as the visitor's calendar has it: 2026-11-30. */
const local = (day: Date): string =>
  [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((one) => String(one).padStart(2, '0')).join('-');

export function certificate(
  done: readonly boolean[],
  guesses: readonly (number | null)[],
  day: Date,
): string {
  const right = STOPS.filter(({ question }, i) => guesses[i] === question.right).length;
  const count = done.filter(Boolean).length;
  const lines = STOPS.map(({ title }, i) => `${done[i] ? '[x]' : '[ ]'} ${i + 1}. ${title}`);
  return [
    'HTM-Teacher: the guided tour',
    `${count} of ${STOPS.length} tasks done, ${right} of ${STOPS.length} questions answered right, ${local(day)}`,
    '',
    ...lines,
    '',
  ].join('\n');
}
