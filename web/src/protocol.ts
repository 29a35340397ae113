// What the page and the Python session say to each other. The other side is src/htm_teacher/page/session.py.
//
// One command is one line of JSON, {"do": name, ...arguments}; the answer is {"ok": ...} or {"error": Trouble}.
// All numbers of steps count from the start of the run; "at" is how many steps have been done, so that
// the record of step i is seen at i + 1. Cells, columns and bits are numbered as in the textbook.

/** A series to learn. Numbers that a kind does not use are ignored. */
export interface Input {
  kind: 'sine' | 'square' | 'noise' | 'walk' | 'letters' | 'demand' | 'water' | 'drawn' | 'csv';
  period?: number; // sine, square: steps in one wave
  noise?: number; // sine, square: amplitude of noise added, 0 to 1
  pairs?: string[]; // letters: the sequences, e.g. ["ABCD", "XBCY"]
  values?: (number | string | null)[]; // drawn, csv: the values themselves
  times?: string[] | null; // csv: ISO dates, one for each value
  name?: string; // csv: what the values are called
}

/** Everything that a run starts from; what is not said is chosen by the preset and the input. */
export interface Setup {
  input: Input;
  steps: number; // iterations
  train: number; // how many of them are training; the rest is testing
  preset: 'toy' | 'classroom' | 'cortex';
  seed: number;
  encoder?: { kind: 'auto' | 'rdse' | 'scalar'; size?: number; active_bits?: number; resolution?: number };
  parameters?: Record<string, number>; // as build(preset, encoder, **parameters)
  noisy_bits?: number; // part of the encoded bits that is moved at random, 0 to 1
  kill?: { at: number; fraction: number }; // cell death before step "at"
}

/** A run that is ready to step: the whole setup, nothing left out, and the machine's sizes. */
export interface Scene {
  run: number;
  setup: Setup;
  name: string; // of the value
  unit: string;
  values: (number | string | null)[]; // all of the input
  times: string[] | null;
  inputs: number; // bits
  input_shape: number[];
  columns: number;
  cells_per_column: number;
  encoder: string; // one sentence
  parameters: Record<string, Record<string, number | string | boolean | number[] | null>>; // part -> name -> value
  done: number; // steps already done: 0, or the place where a branch left
  notes: string[]; // what was chosen for the user, and warnings
}

/** What one step left: textbook's Step as plain data, sets ascending. null: there is no such score. */
export interface Record_ {
  i: number;
  value: number | string | null;
  learn: boolean;
  bits: number[];
  expected: number[]; // columns predicted *for* this step, one step before
  columns: number[]; // active columns
  cells: number[];
  winners: number[];
  predictive: number[]; // cells, for the *next* step
  anomaly: number | null;
  recall: number | null;
  precision: number | null;
  likelihood: number | null;
  next: { value: number | string | null; expected: number | null; probability: number } | null; // horizon 1
  segments: number; // there are now
  synapses: number;
  born: number; // segments since the start
  gone: number; // segments that were removed since the start
}

export interface Synapse {
  source: number;
  permanence: number;
  connected: boolean;
  active: boolean;
}

export interface Dendrite {
  serial: number;
  state: 'active' | 'matching' | 'silent';
  connected_active: number;
  potential_active: number;
  born: number; // the step; -1: before this run
  last_used: number; // likewise
  synapses: Synapse[];
}

export interface CellLook {
  cell: number;
  column: number;
  sentence: string; // from model.why
  predictive: boolean;
  active: boolean;
  winner: boolean;
  dead: boolean;
  activation_threshold: number;
  learning_threshold: number;
  connected_permanence: number;
  dendrites: Dendrite[];
}

/** As the step shown met it, before it learned from it; so are bits and overlaps. Cells are as it left them. */
export interface ColumnLook {
  column: number;
  sentence: string; // why it won or lost
  pool: number[]; // inputs that it may hear, ascending
  permanences: number[]; // of each
  connected_permanence: number;
  overlap: number;
  score: number; // overlap times boost: what competes
  boost: number;
  active_duty: number;
  overlap_duty: number;
  rank: number; // 1: the highest score
  cut: number | null; // the lowest score that won at this step
  active: boolean;
  expected: boolean;
}

export interface BitLook {
  bit: number;
  sentence: string; // what turns it on
  on: boolean;
  connected: number[]; // columns
  potential: number; // how many columns may hear it
}

export interface BurstLook {
  column: number | null; // null: of the whole step
  sentence: string; // what was expected instead
  expected_columns: number[];
  expected_values: { value: number | string; probability: number }[]; // likeliest first, at most five
}

export interface Overlaps {
  columns: number[]; // by falling score
  overlaps: number[];
  scores: number[];
  winners: number; // how many won
  cut: number | null;
  heard: [number, number[]][]; // each winner, and the active bits that it is connected to
}

export interface Histogram {
  edges: number[]; // one more than counts
  counts: number[];
  threshold: number; // connected from here
}

export interface Duty {
  active: number[]; // of each column
  overlap: number[];
  boost: number[];
  target: number; // the density aimed at
}

export interface SegmentsLook {
  sizes: number[]; // how many segments have 0, 1, 2 ... synapses
  ages: number[]; // steps since each was made, in 20 equal bins from 0 to "at"
  idle: number[]; // steps since each was last active, likewise
}

export interface Distribution {
  values: (number | string)[];
  probabilities: number[];
}

export interface SourceFile {
  path: string; // "core/temporal_memory.py"
  text: string;
}

export type Stage =
  'encode' | 'overlap' | 'inhibit' | 'learn_columns' | 'activate' | 'learn_segments' | 'predict' | 'read_out';

export interface Sources {
  files: SourceFile[]; // in reading order
  stages: Record<Stage, { path: string; first: number; last: number; says: string }>; // lines from 1
}

/** One thing that can be changed, in plain words. */
export interface Control {
  name: string; // as in Setup.parameters
  part: string;
  label: string;
  says: string; // what it does and what to watch, a sentence or two
  unit: string;
  low: number;
  high: number;
  step: number;
  fixed: boolean; // a size: takes a new machine; else it can be changed on the way
  defaults: Record<'toy' | 'classroom' | 'cortex', number>;
}

export interface Trouble {
  kind: string; // the exception's name
  message: string; // one line, says what to do
  path: string | null; // where in the textbook, if it was there
  line: number | null;
  fields?: string[]; // of a setup: what the message is about, by name, the first first
  trace: string; // all of it
}

/** How a file is read, where the learner says it. What is not said is worked out. */
export interface FileReading {
  time?: string; // the column with the times; "": none
  missing?: string[]; // cells that stand for a missing value
  decimal?: '.' | ',';
  day_first?: boolean; // 01/02/2024 is 1 February
  sort?: boolean; // the rows by time
}

/** What a file is as an input. */
export interface Reading {
  input: Input;
  rows: number;
  steps: number; // that the run takes at first; more can be chosen
  train: number; // of these
  notes: string[];
  columns: string[];
}

/** Each command with its arguments and its answer. */
export interface Commands {
  setup: { in: { setup: Setup }; out: Scene };
  step: { in: { run: number; count: number }; out: Record_[] };
  branch: { in: { at: number; changes: Record<string, number> }; out: Scene }; // run 1, from run 0
  change: { in: { run: number; changes: Record<string, number> }; out: null };
  kill: { in: { run: number; fraction: number }; out: number[] };
  reset: { in: { run: number }; out: null };
  holds: { in: Record<string, never>; out: { run: number; setup: Setup; done: number }[] }; // for tests
  look_bit: { in: { run: number; at: number; bit: number }; out: BitLook };
  look_column: { in: { run: number; at: number; column: number }; out: ColumnLook };
  look_cell: { in: { run: number; at: number; cell: number }; out: CellLook };
  look_burst: { in: { run: number; at: number; column: number | null }; out: BurstLook };
  overlaps: { in: { run: number; at: number }; out: Overlaps };
  permanences: { in: { run: number; at: number }; out: { proximal: Histogram; distal: Histogram } };
  duty: { in: { run: number; at: number }; out: Duty };
  segments: { in: { run: number; at: number }; out: SegmentsLook };
  distribution: { in: { run: number; at: number }; out: Distribution };
  encode: { in: { value: number | string | null }; out: { bits: number[] } }; // with run 0's encoder
  sources: { in: Record<string, never>; out: Sources };
  edit: { in: { path: string; text: string }; out: null }; // takes effect at the next setup
  controls: { in: Record<string, never>; out: Control[] };
  read_csv: {
    in: { name: string; data: string; column?: string | null; reading?: FileReading | null }; // data: base64
    out: Reading;
  };
  table: { in: { run: number }; out: string }; // steps.csv
  save: { in: { run: number; at: number }; out: string }; // base64 of an .npz
  open: { in: { name: string; data: string }; out: Scene }; // run 0 is that model now, with its kind of input
  digest: { in: { run: number; at: number }; out: string }; // of the complete state, for tests
}
