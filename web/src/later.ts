// The part of the program that the first screen can do without: it is unpacked when a room asks for it.
// Nothing in it may use what the page shares: it would have that a second time.
export * as editor from './code/editor';
export { Space } from './inside/space';
export { domToCanvas } from 'modern-screenshot';
