import { expect, test } from 'vitest';
import { Floor, shapes } from '../src/inside/towers';

test('in space a diamond is a predictive cell, as in the picture, and a winner has a ring', () => {
  const { predictive, winner } = shapes(new Floor(4, 2));
  expect([predictive.type, winner.type]).toEqual(['OctahedronGeometry', 'TorusGeometry']);
});
