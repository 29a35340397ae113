// Files in and out, without any server.

const LARGEST = 64; // megabytes

/** What is in a file, for Python. */
export async function toBase64(file: File): Promise<string> {
  if (file.size > LARGEST * 2 ** 20) {
    throw new Error(`${file.name} is larger than ${LARGEST} MB: keep the part of it that matters.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

/** Let the browser save something under a name. */
export function keep(content: BlobPart, name: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Data that `htm-teacher explore` has put into the page. */
export interface Given {
  name: string;
  data: string; // base64
}

export function given(): Given | null {
  const text = document.getElementById('given')?.textContent;
  if (!text) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return null;
  const { name, data } = value as Partial<Given>;
  return typeof name === 'string' && typeof data === 'string' ? { name, data } : null;
}
