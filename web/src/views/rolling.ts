// Means over the last steps, and windows of steps.
import { forecast } from '../pipeline/words';
import type { Record_ } from '../protocol';

/** How many steps a mean of the accuracy is over: a twentieth of the run, 5 to 100, as in the package's plots. */
export function rollingLength(steps: number): number {
  return Math.min(100, Math.max(5, Math.floor(steps / 20)));
}

/** The mean of each step and those before it, `length` in all; steps without a score do not count. */
export function rollingMean(values: (number | null)[], length: number): (number | null)[] {
  let [sum, there] = [0, 0];
  return values.map((value, place) => {
    if (value !== null) [sum, there] = [sum + value, there + 1];
    const leaving = place >= length ? (values[place - length] as number | null) : null;
    if (leaving !== null) [sum, there] = [sum - leaving, there - 1];
    return there ? sum / there : null;
  });
}

/** The forecast for each step, made one step before. */
export function forecasts(records: Record_[]): (number | string | null)[] {
  return records.map((_, place) => forecast(records[place - 1]));
}
