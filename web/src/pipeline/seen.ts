// What cannot be seen need not be drawn: on a small screen most of the page is out of sight.
export function watch(element: Element, tell: (seen: boolean) => void): () => void {
  const observer = new IntersectionObserver((all) => tell(all.at(-1)?.isIntersecting ?? true));
  observer.observe(element);
  return () => observer.disconnect();
}
