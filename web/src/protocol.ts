// Made by web/build/protocol.py from src/htm_teacher/page.
//
// What the page and the session say to each other, as types.
//
// A command is one line of JSON, {"do": name, ...arguments}; the answer is {"ok": ...} or {"error": Trouble}.
// The commands are the methods of `Commands`, and `edit` of `Session`.
//
// A number of steps counts from the start of the run; `at` is the number of steps done, so the record of step
// i is shown at i + 1. Cells, columns and bits have the numbers of the textbook.

export type InputKind =
  'sine' | 'square' | 'noise' | 'walk' | 'letters' | 'demand' | 'water' | 'drawn' | 'csv';

export type EncoderKind = 'auto' | 'rdse' | 'scalar';

export type Preset = 'toy' | 'classroom' | 'cortex';

export type Stage =
  'encode' | 'overlap' | 'inhibit' | 'learn_columns' | 'activate' | 'learn_segments' | 'predict' | 'read_out';

export type Value = number | string | null; // null: missing

/** A series to learn. A kind ignores what it does not use. */
export interface Input {
  kind: InputKind;
  period?: number; // sine, square: steps in one wave
  noise?: number; // sine, square: amplitude of the added noise, 0 to 1
  pairs?: string[]; // letters: the sequences, such as ABCD and XBCY
  values?: Value[]; // drawn, csv: the values
  times?: string[] | null; // csv: ISO dates, one for each value
  name?: string; // csv: the name of the values
}

/** Which encoder, and with how many bits. What is left out is chosen by the input. */
export interface EncoderChoice {
  kind: EncoderKind;
  size?: number;
  active_bits?: number;
  resolution?: number;
}

/** Cells die right before a step. */
export interface Kill {
  at: number;
  fraction: number;
}

/** Everything that a run starts from. What is left out is chosen by the preset and the input. */
export interface Setup {
  input: Input;
  steps: number;
  train: number; // how many of the steps are training; the rest is testing
  preset: Preset;
  seed: number;
  encoder?: EncoderChoice;
  parameters?: Record<string, number>; // as in build(preset, encoder, **parameters)
  noisy_bits?: number; // part of the active bits that is moved at random, 0 to 1
  kill?: Kill;
}

/** A run that can do its steps: its whole setup, its input, and the sizes of its model. */
export interface Scene {
  run: number;
  setup: Setup;
  name: string; // of the value
  unit: string;
  values: Value[]; // all of the input
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

/** What the classifier predicts for the next step. */
export interface NextValue {
  value: Value;
  expected: number | null; // the median: as much of the probability lies below as above
  probability: number;
}

/** What one step left: the textbook's Step as plain data, sets ascending. No score: null. */
export interface Record_ {
  i: number;
  value: Value;
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
  alarm: boolean; // a likelihood of 0.99 or more, because of more surprise than usual, not of less
  next: NextValue | null;
  segments: number; // that exist now
  synapses: number;
  born: number; // segments created since the start
  gone: number; // segments removed since the start
}

/** A synapse of a segment. */
export interface Synapse {
  source: number;
  permanence: number;
  connected: boolean;
  active: boolean;
}

/** A segment of a cell. */
export interface Dendrite {
  serial: number;
  state: 'active' | 'matching' | 'silent';
  connected_active: number;
  potential_active: number;
  born: number; // the step; -1: before this run
  last_used: number; // likewise
  synapses: Synapse[];
}

/** A cell, as the step left it. */
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

/** A column right before the step, which had not yet learned from it; so are bits and overlaps. */
export interface ColumnLook {
  column: number;
  sentence: string; // why it won or lost
  pool: number[]; // its potential inputs, ascending
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

/** A bit of the input. */
export interface BitLook {
  bit: number;
  sentence: string; // what turns it on
  on: boolean;
  connected: number[]; // columns with a connected synapse from it
  potential: number; // how many columns have it in their pool
}

/** A value with its probability. */
export interface LikelyValue {
  value: number | string;
  probability: number;
}

/** What was predicted instead of what came. */
export interface BurstLook {
  column: number | null; // null: of the whole step
  sentence: string;
  expected_columns: number[];
  expected_values: LikelyValue[]; // most probable first, at most five
}

/** The ranking of the columns. */
export interface Overlaps {
  columns: number[]; // best first
  overlaps: number[];
  scores: number[];
  winners: number; // how many won
  cut: number | null;
  heard: [number, number[]][]; // each winner, and the active bits that it is connected to
}

/** How many synapses have which permanence. */
export interface Histogram {
  edges: number[]; // one more than counts
  counts: number[];
  threshold: number; // connected from here
}

/** The permanences of columns, and of segments. */
export interface Permanences {
  proximal: Histogram;
  distal: Histogram;
}

/** The duty cycles of each column, and its boost. */
export interface Duty {
  active: number[];
  overlap: number[];
  boost: number[];
  target: number; // the density aimed at
}

/** The sizes, ages and idle times of the segments. */
export interface SegmentsLook {
  sizes: number[]; // how many segments have 0, 1, 2 ... synapses
  ages: number[]; // steps since each was created, in 20 equal bins from 0 to "at"
  idle: number[]; // steps since each was last active, likewise
}

/** The predicted next values with their probabilities. */
export interface Distribution {
  values: (number | string)[];
  probabilities: number[];
}

/** The active bits of a value. */
export interface Encoded {
  bits: number[];
}

/** A chapter of the textbook. */
export interface SourceFile {
  path: string; // such as "core/temporal_memory.py"
  text: string;
}

/** The lines that a stage of a step runs, counted from 1. */
export interface StageLines {
  path: string;
  first: number;
  last: number;
  says: string;
}

/** The textbook. */
export interface Sources {
  files: SourceFile[]; // in reading order
  stages: Record<Stage, StageLines>;
}

/** A parameter that can be changed, in plain words. */
export interface Control {
  name: string; // as in the parameters of a setup
  part: string;
  label: string;
  says: string; // what it does and what to watch, a sentence or two
  unit: string;
  low: number;
  high: number;
  step: number;
  fixed: boolean; // a size: takes a new model; any other can be changed during a run
  defaults: Record<Preset, number>;
}

/** An error that the page can show. */
export interface Trouble {
  kind: string; // the exception's name
  message: string; // one line, says what to do
  path: string | null; // where in the textbook, if it was raised there
  line: number | null;
  fields?: string[]; // of a setup: what the message is about, by name, the first first
  trace: string; // all of it
}

/** How a file is read, if the user says it. What is left out is worked out. */
export interface FileReading {
  time?: string; // the column with the times; "": none
  missing?: string[]; // cells that stand for a missing value
  decimal?: '.' | ',';
  day_first?: boolean; // 01/02/2024 is 1 February
  sort?: boolean; // the rows by time
}

/** A file as an input. */
export interface Reading {
  input: Input;
  rows: number;
  steps: number; // that the run takes at first; more can be chosen
  train: number; // of these
  notes: string[];
  columns: string[];
}

/** A run that the session has. */
export interface Held {
  run: number;
  setup: Setup;
  done: number;
}

/** Each command with its arguments and its answer. */
export interface Commands {
  /** Start a new run 0. If it fails, the old run continues. */
  setup: {
    in: { setup: Setup };
    out: Scene;
  };
  /** Do the next steps and give their records; fewer at the end. */
  step: {
    in: { run: number; count: number };
    out: Record_[];
  };
  /** Start run 1, which branches off run 0 after `at` steps and continues with other parameters. */
  branch: {
    in: { at: number; changes: Record<string, number> };
    out: Scene;
  };
  /** Change parameters from here on. */
  change: {
    in: { run: number; changes: Record<string, number> };
    out: null;
  };
  /** Kill a fraction of the living cells now; returns the killed cells. */
  kill: {
    in: { run: number; fraction: number };
    out: number[];
  };
  /** Reset the context now. */
  reset: {
    in: { run: number };
    out: null;
  };
  /** The runs that there are: for tests, which compare them with what the page shows. */
  holds: {
    in: Record<string, never>;
    out: Held[];
  };
  /** Look at a bit of the input. */
  look_bit: {
    in: { run: number; at: number; bit: number };
    out: BitLook;
  };
  /** Look at a column, and why it won or lost. */
  look_column: {
    in: { run: number; at: number; column: number };
    out: ColumnLook;
  };
  /** Look at a cell, and why it is predictive or not. */
  look_cell: {
    in: { run: number; at: number; cell: number };
    out: CellLook;
  };
  /** Look at what was predicted instead of the actual input. */
  look_burst: {
    in: { run: number; at: number; column: number | null };
    out: BurstLook;
  };
  /** The ranking of all columns. */
  overlaps: {
    in: { run: number; at: number };
    out: Overlaps;
  };
  /** The permanences of all synapses. */
  permanences: {
    in: { run: number; at: number };
    out: Permanences;
  };
  /** The duty cycles of all columns. */
  duty: {
    in: { run: number; at: number };
    out: Duty;
  };
  /** The sizes, ages and idle times of all segments. */
  segments: {
    in: { run: number; at: number };
    out: SegmentsLook;
  };
  /** The predicted next values with their probabilities. */
  distribution: {
    in: { run: number; at: number };
    out: Distribution;
  };
  /** The bits of any value, by the encoder of run 0 without noise. */
  encode: {
    in: { value: Value };
    out: Encoded;
  };
  /** The chapters of the textbook, and the lines of each stage. */
  sources: {
    in: Record<string, never>;
    out: Sources;
  };
  /** The parameters that the page offers to change. */
  controls: {
    in: Record<string, never>;
    out: Control[];
  };
  /** A CSV file, in base64, as an input: this column of it, read with these settings. */
  read_csv: {
    in: { name: string; data: string; column?: string | null; reading?: FileReading | null };
    out: Reading;
  };
  /** steps.csv of the steps done so far. */
  table: {
    in: { run: number };
    out: string;
  };
  /** The model as a snapshot file, in base64. */
  save: {
    in: { run: number; at: number };
    out: string;
  };
  /** Start a new run 0 with the model in a snapshot file, in base64. */
  open: {
    in: { name: string; data: string };
    out: Scene;
  };
  /** A fingerprint of the state, without the anomaly likelihood and the classifier. */
  digest: {
    in: { run: number; at: number };
    out: string;
  };
  /** Change a chapter of the textbook, for the next setup. */
  edit: {
    in: { path: string; text: string };
    out: null;
  };
}
