// The twelve stops. What they claim is true of the machines they set up: the tests ask Python.
import { CELLS } from './stops-cells';
import { COLUMNS } from './stops-columns';
import type { Stop } from './stop';

export const STOPS: readonly Stop[] = [...COLUMNS, ...CELLS];
