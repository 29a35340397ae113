// What each stage of the picture says: what it is for, and what is to be seen at this step.
import type { Record_, Scene } from '../protocol';

/** A value in few characters. */
export function said(value: number | string | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'missing';
  if (typeof value === 'string') return value;
  const size = Math.abs(value);
  const text = size >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  return unit ? `${text} ${unit}` : text;
}

export function percent(part: number | null): string {
  return part === null ? 'none' : `${Math.round(100 * part)} %`;
}

export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}

/** Of the active columns: which had been expected, which burst, and which were expected for nothing. */
export function kinds(record: Record_): { same: number[]; fresh: number[]; gone: number[] } {
  const [active, expected] = [new Set(record.columns), new Set(record.expected)];
  return {
    same: record.columns.filter((column) => expected.has(column)),
    fresh: record.columns.filter((column) => !expected.has(column)),
    gone: record.expected.filter((column) => !active.has(column)),
  };
}

export function valueNow(scene: Scene, now: Record_, before: Record_ | null): string {
  const foreseen = before?.next?.expected ?? before?.next?.value ?? null;
  const came = `Now: ${said(now.value, scene.unit)}.`;
  return foreseen === null
    ? `${came} Nothing was foretold.`
    : `${came} Foretold: ${said(foreseen, scene.unit)}.`;
}

export function bitsNow(scene: Scene, now: Record_, before: Record_ | null): string {
  if (!now.bits.length) return 'A missing value has no bits.';
  const was = new Set(before?.bits);
  const kept = now.bits.filter((bit) => was.has(bit)).length;
  return `${now.bits.length} of ${scene.inputs} are on: ${kept} kept, ${now.bits.length - kept} new.`;
}

export function columnsNow(scene: Scene, now: Record_): string {
  const { same } = kinds(now);
  if (!now.columns.length) return 'No column won.';
  return `${now.columns.length} of ${scene.columns} won; ${same.length} of them had been expected.`;
}

export function cellsNow(now: Record_): string {
  const { same, fresh } = kinds(now);
  if (!now.columns.length) return 'No cell is active.';
  if (!fresh.length) return 'All columns were expected: only the cells that saw it coming fire.';
  if (!same.length) return 'Nothing was expected: every active column bursts, all its cells fire.';
  return `${count(same.length, 'column')} in context; ${fresh.length} burst: all their cells fire.`;
}

export function nextNow(scene: Scene, now: Record_): string {
  const columns = new Set(now.predictive.map((cell) => Math.floor(cell / scene.cells_per_column))).size;
  if (!columns)
    return now.segments
      ? 'No cell expects anything.'
      : 'No cell expects anything: nothing has been learned yet.';
  return `${count(now.predictive.length, 'cell')} in ${count(columns, 'column')} expect to fire next.`;
}

/** The step in words, for those who listen. */
export function stepInWords(scene: Scene, now: Record_, before: Record_ | null): string {
  const phase = now.learn ? 'training' : 'testing';
  const surprise = now.anomaly === null ? '' : ` Surprise ${percent(now.anomaly)}.`;
  return `Step ${now.i + 1} of ${scene.setup.steps}, ${phase}. ${valueNow(scene, now, before)} ${columnsNow(scene, now)}${surprise}`;
}
