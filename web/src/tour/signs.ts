// The signs that a stage of the picture is drawn with, in words: see pipeline/paint.ts.
import type { Stop } from './stop';

export interface Sign {
  sign: 'same' | 'came' | 'new' | 'lost' | 'overlap' | 'frame' | 'hole' | 'silent' | 'next';
  says: string;
  term?: string; // of the glossary
}

/** What stands beside the prediction is written there in words. */
export const SIGNS: Partial<Record<NonNullable<Stop['lit']>, Sign[]>> = {
  bits: [
    { sign: 'same', says: 'on, also one step before' },
    { sign: 'new', says: 'newly on' },
    { sign: 'lost', says: 'no longer on' },
  ],
  columns: [
    { sign: 'overlap', says: 'overlap' },
    { sign: 'came', says: 'active, predicted' },
    { sign: 'new', says: 'active, not predicted' },
    { sign: 'frame', says: 'predicted, not active' },
  ],
  cells: [
    { sign: 'same', says: 'active, predicted' },
    { sign: 'new', says: 'active, not predicted: burst', term: 'burst' },
    { sign: 'hole', says: 'winner cell', term: 'winner cell' },
    { sign: 'silent', says: 'predicted column, not active' },
    { sign: 'next', says: 'predicted for the next step', term: 'predictive cell' },
  ],
};
