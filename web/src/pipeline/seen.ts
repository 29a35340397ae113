// What cannot be seen need not be drawn: on a small screen most of the page is out of sight.
import { tick } from 'svelte';

interface Watcher {
  tell: (seen: boolean) => void;
  seen: boolean;
}
const watchers = new Set<Watcher>();

export function watch(element: Element, tell: (seen: boolean) => void): () => void {
  const one = { tell, seen: true };
  const observer = new IntersectionObserver((all) => tell((one.seen = all.at(-1)?.isIntersecting ?? true)));
  observer.observe(element);
  watchers.add(one);
  return () => {
    watchers.delete(one);
    observer.disconnect();
  };
}

/** Do something that needs all of it drawn, seen or not. */
export async function withAllDrawn<T>(work: () => Promise<T>): Promise<T> {
  for (const { tell } of watchers) tell(true);
  await tick();
  try {
    return await work();
  } finally {
    for (const { tell, seen } of watchers) tell(seen);
  }
}
