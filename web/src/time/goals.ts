// What one can jump to: a step at which something begins that was not so one step before.
import type { Record_ } from '../protocol';

export type Goal = 'surprise' | 'burst' | 'anomaly';

export const GOALS: { goal: Goal; key: string; says: string; here: (record: Record_) => boolean }[] = [
  {
    goal: 'surprise',
    key: 's',
    says: 'half of the active columns or more were not predicted',
    here: ({ recall }) => recall !== null && recall <= 0.5,
  },
  {
    goal: 'burst',
    key: 'b',
    says: 'a column that was not predicted bursts',
    here: ({ recall }) => recall !== null && recall < 1,
  },
  {
    goal: 'anomaly',
    key: 'a',
    says: 'more surprise than usual lifts the anomaly likelihood to 0.99',
    here: ({ alarm }) => alarm,
  },
];
