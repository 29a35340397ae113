// What is said in passing: it goes after a while, or at the next deed.

const WHILE = 15_000; // milliseconds: enough to read two lines twice, or to hear them
const DEEDS = ['pointerdown', 'keydown'];
const FIRST = { capture: true }; // before the deed, which may say something itself

/** Call `gone` after a while, or once a key or the pointer is pressed. What is returned ends the wait. */
export function passing(where: EventTarget, gone: () => void): () => void {
  const timer = setTimeout(gone, WHILE);
  for (const deed of DEEDS) where.addEventListener(deed, gone, FIRST);
  return () => {
    clearTimeout(timer);
    for (const deed of DEEDS) where.removeEventListener(deed, gone, FIRST);
  };
}
