// What went wrong, in the one form that the page can show.
import type { Trouble } from './protocol';

export class TroubleError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.message);
    this.name = trouble.kind;
  }
}

/** Anything that was thrown, or a sentence, as Trouble. */
export function asTrouble(error: unknown): Trouble {
  if (error instanceof Error && 'trouble' in error) return error.trouble as Trouble;
  if (error instanceof Error) return trouble(error.name, error.message, error.stack ?? '');
  if (typeof error === 'string') return trouble('', error, '');
  if (typeof error === 'object' && error !== null && 'message' in error && 'kind' in error)
    return error as Trouble;
  return trouble('Error', String(error), '');
}

function trouble(kind: string, message: string, trace: string): Trouble {
  return { kind, message, path: null, line: null, trace };
}

/** What is told to one who asks about a run that another one has replaced. */
export function outdated(): TroubleError {
  return new TroubleError(trouble('Outdated', 'Another run has begun meanwhile: ask again.', ''));
}
