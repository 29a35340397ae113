// A machine: a worker with a Python in it that is asked, and answers, in order.
//
// Whatever happens in there, the page lives on: a machine that ran too long or took too much memory is
// ended, another Python is started in its place, and the one who asked is told why.
import { parts, python } from './embedded';
import type { Commands, Trouble } from './protocol';
import { TroubleError } from './trouble';
import type { FromWorker, ToWorker } from './worker/messages';
import bootstrap from './worker/worker.ts?module-text';

const GRACE = 1.5; // seconds in which Python may still say in which line it was, before it is ended
const MEGABYTE = 2 ** 20;

export interface MachineOptions {
  watched?: boolean; // runs edited code: when time is up, say in which line that was
  memory?: number; // megabytes that Python may use
  onstage?: (stage: string) => void; // how far the start is, in words
  onprint?: (text: string) => void; // what the code prints, line by line
  onrestart?: (why: Trouble) => void; // all runs of the machine are gone
}

interface Question {
  line: string;
  limit: number | null; // seconds
  answer: (said: unknown) => void;
  fail: (error: TroubleError) => void;
}

export class Machine {
  /** Fulfilled when Python answers; fails when this browser cannot run it. */
  ready: Promise<void>;
  /** Megabytes that Python had after its last answer. */
  memory = 0;

  readonly #options: MachineOptions;
  #worker: Worker | null = null;
  #waiting: Question[] = [];
  #asked: Question | null = null; // the one that Python is busy with
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #closed = false;
  #settle: { done: () => void; fail: (error: unknown) => void } | null = null;

  constructor(options: MachineOptions = {}) {
    this.#options = options;
    this.ready = this.#start();
  }

  /** Ask; `limit` is in seconds. What is wrong comes as a TroubleError. */
  ask<K extends keyof Commands>(
    command: K,
    args: Commands[K]['in'],
    { limit = null }: { limit?: number | null } = {},
  ): Promise<Commands[K]['out']> {
    return new Promise((answer, fail) => {
      if (this.#closed) return fail(new TroubleError(trouble('Closed', 'This machine was closed.')));
      const line = JSON.stringify({ do: command, ...args });
      this.#waiting.push({ line, limit, answer: answer as (said: unknown) => void, fail });
      this.#next();
    });
  }

  /** End whatever is running, and start anew. All runs of this machine are gone. */
  restart(why: Trouble = trouble('Stopped', 'It was stopped.')): void {
    this.#end(why);
    if (this.#closed) return;
    this.ready = this.#start();
    this.#options.onrestart?.(why);
  }

  close(): void {
    this.#closed = true;
    this.#end(trouble('Closed', 'This machine was closed.'));
  }

  #start(): Promise<void> {
    const ready = new Promise<void>((done, fail) => (this.#settle = { done, fail }));
    ready.catch(() => undefined); // whoever asks is told as well
    this.#stage('Loading Python');
    const worker = new Worker(`data:text/javascript;base64,${btoa(bootstrap)}`, { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker)
        this.#broke(trouble('Worker', event.message || 'The worker with Python ended.'));
    };
    void this.#send(worker);
    return ready;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'print') this.#options.onprint?.(message.text);
    else if (message.kind === 'broken') this.#broke(message.trouble);
    else {
      this.memory = message.memory / MEGABYTE;
      if (message.kind === 'ready') this.#up();
      else this.#answered(message.line);
    }
  }

  async #send(worker: Worker): Promise<void> {
    try {
      const memory = (this.#options.memory ?? 1024) * MEGABYTE;
      await Promise.all([
        python().then((module) => this.#post({ kind: 'module', module }, worker)),
        parts().then((all) => this.#post({ kind: 'start', parts: all, memory }, worker)),
      ]);
      if (worker === this.#worker) this.#stage('Starting Python');
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      if (worker === this.#worker)
        this.#broke(trouble('Start', `Python cannot start in this browser: ${what}`));
    }
  }

  #post(message: ToWorker, worker = this.#worker): void {
    worker?.postMessage(message);
  }

  #up(): void {
    this.#running = true;
    this.#stage('Starting the live simulation');
    this.#settle?.done();
    this.#next();
  }

  #next(): void {
    if (!this.#running || this.#asked) return;
    const question = this.#waiting.shift();
    if (!question) return;
    this.#asked = question;
    const { line, limit } = question;
    this.#post({ kind: 'ask', line, limit: this.#options.watched ? limit : null });
    if (limit === null) return;
    const longest = limit + (this.#options.watched ? GRACE : 0);
    this.#timer = setTimeout(() => this.restart(overtime(limit)), longest * 1000);
  }

  #answered(line: string): void {
    const said = JSON.parse(line) as { ok: unknown } | { error: Trouble };
    if ('error' in said && said.error.kind === 'MemoryError') return this.#broke(said.error);
    clearTimeout(this.#timer);
    const asked = this.#asked;
    this.#asked = null;
    if ('error' in said) asked?.fail(new TroubleError(said.error));
    else asked?.answer(said.ok);
    this.#next();
  }

  /** This Python is of no more use. One that never came up is not tried again. */
  #broke(why: Trouble): void {
    const limit = this.#asked?.limit ?? null;
    let told = why;
    if (why.kind === 'KeyboardInterrupt' && limit !== null) told = overtime(limit, why);
    if (why.kind === 'MemoryError') told = { ...why, message: `${why.message}${at(why)}` };
    if (this.#running) return this.restart(told);
    this.#closed = true;
    this.#end(told);
  }

  #end(why: Trouble): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = false;
    const error = new TroubleError(why);
    this.#settle?.fail(error);
    const lost = trouble('Restarted', `Python was restarted, so this was not answered: ${why.message}`);
    this.#asked?.fail(error);
    for (const question of this.#waiting.splice(0))
      question.fail(new TroubleError(this.#closed ? why : lost));
    this.#asked = null;
  }

  #stage(stage: string): void {
    this.#options.onstage?.(stage);
  }
}

function trouble(kind: string, message: string): Trouble {
  return { kind, message, path: null, line: null, trace: '' };
}

function at({ path, line }: Trouble): string {
  return path && line !== null ? ` It was in line ${line} of ${path}.` : '';
}

function overtime(limit: number, where?: Trouble): Trouble {
  const message = `It ran for more than ${limit} seconds and was stopped.${where ? at(where) : ''} Is there an endless loop?`;
  return { ...(where ?? trouble('', message)), kind: 'TimeLimit', message };
}
