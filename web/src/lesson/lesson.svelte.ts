// What a teacher can turn on: large type for a projector, and a worksheet on paper.
import { tick } from 'svelte';
import type { StopId } from '../tour/stop';

export const lesson = $state({ large: false, onPaper: false });

/** Show everything in large type, or as usual again. */
export function enlarge(): void {
  lesson.large = !lesson.large;
  document.documentElement.toggleAttribute('data-large', lesson.large);
  dispatchEvent(new Event('resize')); // what is drawn on canvases grows, too
}

/** Print the worksheet in place of the page. */
export async function printWorksheet(): Promise<void> {
  lesson.onPaper = true;
  await tick();
  addEventListener('afterprint', () => (lesson.onPaper = false), { once: true });
  print();
}

/** A class of 45 minutes: what is done in how many, and from which stop to which. */
export const PLAN: readonly { minutes: number; stops?: [from: StopId, to: StopId]; goal: string }[] = [
  { minutes: 5, goal: 'Together: the first screen. What does it take to predict the next letter?' },
  { minutes: 8, stops: ['bits', 'similar'], goal: 'Say how a number becomes a few bits, and why similar values share some.' },
  { minutes: 9, stops: ['overlap', 'learning'], goal: 'Explain how columns compete, and what a winner learns.' },
  { minutes: 9, stops: ['cells', 'scores'], goal: 'Tell a predicted column from a burst; read recall and precision.' },
  { minutes: 6, stops: ['context', 'context'], goal: 'Explain how one letter has two representations, by what came before.' },
  { minutes: 5, stops: ['likelihood', 'water'], goal: 'Tell a surprise from an anomaly. Fast groups go on to damage and a real series.' },
  { minutes: 3, goal: 'Together: compare the predictions with what happened.' },
]; // prettier-ignore
