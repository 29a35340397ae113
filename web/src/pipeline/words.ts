// The page's only source of what a step means in words: what is to be seen at this step, stage by stage.
// "Predicted" is said of columns and cells. A value has a forecast, which the classifier makes.
import type { Record_, Scene } from '../protocol';

/** A value in few characters, as people write it. */
export function said(value: number | string | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'missing';
  if (typeof value === 'string') return value;
  return unit ? `${few(value)} ${unit}` : few(value);
}

const ROUNDING = 1e-12; // what is smaller is an error of rounding, not a value

function few(value: number): string {
  const size = Math.abs(value);
  if (size < ROUNDING) return '0';
  if (size >= 1e9 || size < 1e-4) {
    const [digits, power] = value.toExponential(2).split('e') as [string, string];
    return `${Number(digits)} × 10${raised(Number(power))}`;
  }
  const text = size >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  return text;
}

const raised = (power: number): string =>
  [...String(power)].map((one) => (one === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(one)])).join('');

export function percent(part: number | null): string {
  return part === null ? 'not known' : `${Math.round(100 * part)} %`;
}

/** A likelihood to three digits: 0.988 is below 0.99. */
export function unusual(likelihood: number | null): string {
  return likelihood === null ? 'not known' : likelihood.toFixed(3);
}

export const ALARM = 0.99; // the likelihood from which a step is reported

/** What a high likelihood means at this step; empty if it is not high. */
export function verdict({ alarm, likelihood }: Record_): string {
  if (alarm) return 'More surprise than usual: an anomaly.';
  return (likelihood ?? 0) >= ALARM ? 'Less surprise than usual: no anomaly.' : '';
}

/** So many of a thing: "1 column", "1,200 columns". */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}

/** Active columns that had been predicted, those that burst, and predicted columns that did not become active. */
export function kinds(record: Record_): { same: number[]; fresh: number[]; gone: number[] } {
  const [active, predicted] = [new Set(record.columns), new Set(record.expected)];
  return {
    same: record.columns.filter((column) => predicted.has(column)),
    fresh: record.columns.filter((column) => !predicted.has(column)),
    gone: record.expected.filter((column) => !active.has(column)),
  };
}

/** What the classifier forecast for the step after this one. */
export function forecast(record: Record_ | null | undefined): number | string | null {
  return record?.next?.expected ?? record?.next?.value ?? null;
}

export function valueNow(scene: Scene, now: Record_, before: Record_ | null): string {
  const made = forecast(before);
  const came = `Now: ${said(now.value, scene.unit)}.`;
  return made === null
    ? `${came} No forecast for it.`
    : `${came} Forecast for it: ${said(made, scene.unit)}.`;
}

export function bitsNow(scene: Scene, now: Record_, before: Record_ | null): string {
  if (!now.bits.length) return 'A missing value has no bits.';
  const was = new Set(before?.bits);
  const kept = now.bits.filter((bit) => was.has(bit)).length;
  return `${now.bits.length} of ${count(scene.inputs, 'bit')} on: ${kept} kept, ${now.bits.length - kept} new.`;
}

export function columnsNow(scene: Scene, now: Record_): string {
  if (!now.columns.length) return 'No column is active.';
  const active = `${now.columns.length} of ${count(scene.columns, 'column')} active`;
  return `${active}, ${kinds(now).same.length} of them predicted.`;
}

export function cellsNow(scene: Scene, now: Record_): string {
  const { same, fresh, gone } = kinds(now);
  const bursting = new Set(fresh);
  const active = now.cells.filter((cell) => bursting.has(Math.floor(cell / scene.cells_per_column))).length;
  const dead = active < fresh.length * scene.cells_per_column; // a cell that is missing in a burst is dead
  if (!same.length) {
    const missed = gone.length ? missedAll(gone.length) : 'No column was predicted.';
    return fresh.length ? `${missed} ${burst(fresh.length, true, dead)}` : `${missed} No cell is active.`;
  }
  const predicted = fresh.length
    ? `${count(same.length, 'active column')} ${same.length === 1 ? 'was' : 'were'} predicted.`
    : same.length === 1
      ? 'The active column was predicted: only its predicted cells are active.'
      : `All ${same.length} active columns were predicted: only their predicted cells are active.`;
  return fresh.length ? `${predicted} ${burst(fresh.length, false, dead)}` : predicted;
}

const missedAll = (many: number): string =>
  many === 1
    ? 'The predicted column did not become active.'
    : `None of the ${many} predicted columns became active.`;

const burst = (many: number, all: boolean, dead: boolean): string => {
  const cells = dead ? 'living cells are active. The gaps are dead cells.' : 'cells are active.';
  if (many === 1) return `${all ? 'The active column' : '1 column'} bursts: all its ${cells}`;
  return `${all ? `All ${many} active` : many} columns burst: all their ${cells}`;
};

export function nextNow(scene: Scene, now: Record_): string {
  const columns = new Set(now.predictive.map((cell) => Math.floor(cell / scene.cells_per_column))).size;
  if (columns) {
    const are = now.predictive.length === 1 ? 'is' : 'are';
    return `${count(now.predictive.length, 'cell')} in ${count(columns, 'column')} ${are} predicted for the next step.`;
  }
  const none = now.segments
    ? 'No cell is predicted for the next step.'
    : 'No cell is predicted: nothing has been learned yet.';
  return forecast(now) === null ? none : 'No cell is predicted. The forecast is the classifier’s.';
}

/** What the page says of a large machine, of which a part is drawn; nothing where all is drawn. */
export function shownOf(shown: number, scene: Scene): string {
  return shown < scene.columns
    ? `${shown.toLocaleString('en')} of ${count(scene.columns, 'column')} shown.`
    : '';
}

/** The step in words, for those who listen. */
export function stepInWords(scene: Scene, now: Record_, before: Record_ | null): string {
  const phase = now.learn ? 'training' : 'testing';
  const anomaly = now.anomaly === null ? '' : ` Anomaly ${percent(now.anomaly)}.`;
  return `Step ${now.i + 1} of ${scene.setup.steps}, ${phase}. ${valueNow(scene, now, before)} ${columnsNow(scene, now)}${anomaly}`;
}
