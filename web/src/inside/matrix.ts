// How much the SDRs of the last steps have in common, each with each.

/** Overlaps of every pair, row after row. The lists of active bits are ascending, as records have them. */
export function overlaps(sdrs: readonly (readonly number[])[]): Uint16Array {
  const n = sdrs.length;
  const found = new Uint16Array(n * n);
  const places = new Map<number, number[]>(); // bit -> the SDRs that have it
  sdrs.forEach((sdr, i) => {
    for (const bit of sdr) {
      const others = places.get(bit) ?? [];
      for (const other of others) {
        found[i * n + other]!++;
        found[other * n + i]!++;
      }
      found[i * n + i]!++;
      others.push(i);
      places.set(bit, others);
    }
  });
  return found;
}

export interface Kin {
  distance: number; // steps apart
  common: number; // mean part of the active bits that two steps so far apart share, 0 to 1
}

/** The mean similarity at every distance in time; a period stands out as a peak. */
export function byDistance(matrix: Uint16Array, sizes: readonly number[]): Kin[] {
  const n = sizes.length;
  const kin: Kin[] = [];
  for (let distance = 1; distance <= n / 2; distance++) {
    let sum = 0;
    for (let i = distance; i < n; i++) sum += part(matrix, sizes, i, i - distance);
    kin.push({ distance, common: sum / (n - distance) });
  }
  return kin;
}

/** Which part of the larger of two SDRs they share; 0 where both are empty. */
export function part(matrix: Uint16Array, sizes: readonly number[], i: number, j: number): number {
  const larger = Math.max(sizes[i] ?? 0, sizes[j] ?? 0);
  return larger ? (matrix[i * sizes.length + j] ?? 0) / larger : 0;
}

/**
 * The smallest distance that is a peak: as alike as the most alike, and more so than its neighbours; null if none is.
 */
export function period(kin: readonly Kin[]): number | null {
  const inner = kin.slice(1, -1);
  const best = Math.max(0, ...inner.map((one) => one.common));
  const found = inner.find((one, i) => {
    const before = kin[i]!;
    const after = kin[i + 2]!;
    return (
      one.common > 0.5 && one.common >= 0.95 * best && one.common > before.common && one.common > after.common
    );
  });
  return found?.distance ?? null;
}
