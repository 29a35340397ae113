// Imports that are not code, and what browsers have but the libraries of types do not know yet.

declare module '*?module-text' {
  const text: string; // a whole module, with all that it imports, as one text
  export default text;
}

interface Uint8ArrayConstructor {
  fromBase64?: (text: string) => Uint8Array<ArrayBuffer>; // missing in browsers before 2025
}
