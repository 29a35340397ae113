// What a stop of the tour is made of.
import type { Commands, Record_, Setup } from '../protocol';
import type { Selection } from '../world.svelte';

/** What a task is checked against: the true state of the page, and the session. */
export interface State {
  at: number; // the place of the record shown
  record: Record_;
  before: Record_ | null;
  records: Record_[]; // of the first run
  run: 0 | 1; // the run that is shown
  second: { from: number; killed: number | null; records: Record_[] } | null;
  playing: boolean;
  selected: Selection | null;
  pickedAt: number; // the place at which it was picked
  perColumn: number; // cells in a column
  compared: { a: number[]; b: number[] } | null; // the SDRs of two values, where a stop has two to choose
  crossed: number | null; // synapses that have become connected, where a stop counts them
  ask<K extends 'overlaps' | 'look_column' | 'look_cell'>(
    name: K,
    args: Commands[K]['in'],
  ): Promise<Commands[K]['out']>;
}

/** What the visitor is asked before pressing play; the answer is given once the task is done. */
export interface Question {
  text: string;
  choices: string[];
  right: number; // the place of the right choice
  because: string;
}

/** How a guess turned out. It is told beside the success, because the question may be out of sight. */
export function guessed({ choices, right }: Question, guess: number | null): string {
  if (guess === null) return '';
  if (guess === right) return 'Your guess was right.';
  return `You guessed “${choices[guess]}”, but the answer is “${choices[right]}”.`;
}

/** A curve over time: a score of the run, or the value itself. */
export type Curve = 'value' | 'anomaly' | 'likelihood' | 'recall' | 'precision' | 'mean recall';

/** What a stop is called in the program, whatever its number and its title are. */
export type StopId =
  | 'bits'
  | 'similar'
  | 'overlap'
  | 'inhibition'
  | 'learning'
  | 'cells'
  | 'burst'
  | 'scores'
  | 'context'
  | 'likelihood'
  | 'damage'
  | 'water';

/** A stop: the machine made ready, a few sentences, one task. In texts [[word]] is a term of the glossary. */
export interface Stop {
  id: StopId;
  title: string;
  setup: Setup;
  at: number; // the step that it begins with, counted as places are
  lit?: 'bits' | 'columns' | 'cells' | 'next'; // the stage of the picture that is lit
  show?: 'compare' | 'overlaps' | 'ranking' | 'synapses' | 'contexts' | 'curves'; // a picture of its own, above the other
  curves?: Curve[];
  texts: string[];
  question: Question;
  task: string;
  hint: string;
  praise: string; // why what was found matters
  learned: string; // in one sentence, for the end
  // The screen would answer the question: captions and what comes later are hidden until a choice is made,
  // and the lit stage as well, or the picture of the stop.
  covered?: 'words' | 'stage' | 'show';
  kill?: true; // the task needs a button that kills cells
  judge: (state: State) => Verdict | Promise<Verdict>;
}

/** true: the task is done. Else why what was done is not what the task asks for; '' if there is nothing to say. */
export type Verdict = true | string;

/** The column that is picked, or the one that the picked cell belongs to; null: nothing of the kind. */
export function columnOf(state: State): number | null {
  const one = state.selected;
  if (!one) return null;
  if (one.kind === 'column') return one.column;
  return 'cell' in one ? Math.floor(one.cell / state.perColumn) : null;
}

/** The cell that is picked, itself or by one of its segments. */
export function cellOf(state: State): number | null {
  return state.selected && 'cell' in state.selected ? state.selected.cell : null;
}

/** A score as the charts write it. */
export const score = (part: number | null): string => (part === null ? 'not known' : part.toFixed(2));

/** Whether the viewer came to a rest here; what is only passed by is not found. */
export function resting(state: State): boolean {
  return !state.playing;
}

/** The mean of the last 20 recalls up to a place of these records; null: there are not so many. */
export function meanRecall(records: readonly Record_[], place: number): number | null {
  const last = records.slice(Math.max(0, place - 19), place + 1);
  return last.length < 20 ? null : last.reduce((sum, one) => sum + (one.recall ?? 0), 0) / 20;
}
