// Records for tests: a step in which nothing happens, but for what is said.
import type { Record_ } from '../src/protocol';

const NOTHING: Record_ = {
  i: 0,
  value: 0,
  learn: true,
  bits: [],
  expected: [],
  columns: [],
  cells: [],
  winners: [],
  predictive: [],
  anomaly: null,
  recall: null,
  precision: null,
  likelihood: null,
  alarm: false,
  next: null,
  segments: 0,
  synapses: 0,
  born: 0,
  gone: 0,
};

export const record = (what: Partial<Record_>): Record_ => ({ ...NOTHING, ...what });
