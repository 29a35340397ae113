// What one can jump to: a step at which something begins that was not so one step before.
import type { Record_ } from '../protocol';

export type Goal = 'surprise' | 'burst' | 'anomaly';

export const GOALS: { goal: Goal; key: string; says: string; here: (record: Record_) => boolean }[] = [
  {
    goal: 'surprise',
    key: 's',
    says: 'half of the columns came unexpected',
    here: ({ recall }) => recall !== null && recall <= 0.5,
  },
  {
    goal: 'burst',
    key: 'b',
    says: 'any column came unexpected, and burst',
    here: ({ recall }) => recall !== null && recall < 1,
  },
  {
    goal: 'anomaly',
    key: 'a',
    says: 'the anomaly likelihood is 99 % or more',
    here: ({ likelihood }) => likelihood !== null && likelihood >= 0.99,
  },
];
