// A colour of the page as numbers, for what is computed pixel by pixel.

/** A colour of the form #rrggbb as its three parts, 0 to 255. */
export function channels(colour: string): [number, number, number] {
  const n = Number.parseInt(colour.slice(1, 7), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}
