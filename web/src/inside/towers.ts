// The cells in space: columns stand as towers on a nearly square floor, the cells of a column one above the other.
import * as THREE from 'three';
import type { Palette } from '../pipeline/palette';
import { colourOf, STATES, type State } from './states';

const APART = 1; // between neighbouring columns
const ABOVE = 0.62; // between the cells of a column

/** Where each cell is. The middle of all is at the origin. */
export class Floor {
  readonly cells: number;
  readonly wide: number; // columns in a row
  readonly deep: number; // rows
  readonly tall: number;

  constructor(
    readonly columns: number,
    readonly perColumn: number,
  ) {
    this.cells = columns * perColumn;
    this.wide = Math.ceil(Math.sqrt(columns));
    this.deep = Math.ceil(columns / this.wide);
    this.tall = perColumn * ABOVE;
  }

  place(cell: number, into: THREE.Vector3): THREE.Vector3 {
    const column = Math.floor(cell / this.perColumn);
    const level = cell % this.perColumn;
    return into.set(
      ((column % this.wide) - (this.wide - 1) / 2) * APART,
      (level - (this.perColumn - 1) / 2) * ABOVE,
      (Math.floor(column / this.wide) - (this.deep - 1) / 2) * APART,
    );
  }

  /** The lowest and the highest cell of each column, in turn. */
  ends(): THREE.Vector3[] {
    return Array.from({ length: 2 * this.columns }, (_, i) => {
      const first = Math.floor(i / 2) * this.perColumn;
      return this.place(i % 2 ? first + this.perColumn - 1 : first, new THREE.Vector3());
    });
  }

  corners(): THREE.Vector3[] {
    const [x, y, z] = [this.wide * APART, this.tall, this.deep * APART].map((size) => size / 2) as [
      number,
      number,
      number,
    ];
    const ends = [-1, 1];
    return ends.flatMap((a) => ends.flatMap((b) => ends.map((c) => new THREE.Vector3(a * x, b * y, c * z))));
  }

  /** Half of the longest way through it. */
  get radius(): number {
    return Math.hypot(this.wide * APART, this.deep * APART, this.tall) / 2;
  }
}

/** Every state has a shape of its own as well as a colour, so that nobody needs to tell colours apart. */
export function shapes(floor: Floor): Record<State, THREE.BufferGeometry> {
  const quiet = floor.cells > 20_000 ? 0.05 : 0.09; // many must leave room to look through
  return {
    burst: new THREE.BoxGeometry(0.56, 0.5, 0.56),
    winner: new THREE.TorusGeometry(0.28, 0.1, 8, 20).rotateX(Math.PI / 2),
    active: new THREE.SphereGeometry(0.3, 16, 12),
    predictive: new THREE.OctahedronGeometry(0.44),
    quiet: new THREE.BoxGeometry(quiet, quiet, quiet),
  };
}

/** One group of equal bodies for each state; a body knows which cell it is by `cellOf`. */
export class Towers {
  readonly group = new THREE.Group();
  private readonly meshes = new Map<State, THREE.InstancedMesh>();
  private readonly cellsOf = new Map<State, number[]>();
  private readonly poles: THREE.LineSegments; // one through the cells of each column

  constructor(
    readonly floor: Floor,
    c: Palette,
  ) {
    this.poles = new THREE.LineSegments(
      new THREE.BufferGeometry().setFromPoints(floor.ends()),
      new THREE.LineBasicMaterial({ color: c.gone, transparent: true, opacity: 0.35 }),
    );
    const bodies = shapes(floor);
    for (const state of STATES) {
      const material =
        state === 'quiet'
          ? new THREE.MeshBasicMaterial({ color: c.gone })
          : new THREE.MeshLambertMaterial({ color: colourOf(state, c) });
      const mesh = new THREE.InstancedMesh(bodies[state], material, floor.cells);
      mesh.count = 0;
      mesh.frustumCulled = false; // its size is not known beforehand
      mesh.userData['state'] = state;
      this.meshes.set(state, mesh);
      this.group.add(mesh);
    }
    this.group.add(this.poles);
  }

  /** What can be picked. */
  get bodies(): THREE.Object3D[] {
    return [...this.meshes.values()];
  }

  /** Every cell takes the state that it has; those not named are quiet. */
  show(states: ReadonlyMap<number, State>): void {
    for (const state of STATES) this.cellsOf.set(state, []);
    for (let cell = 0; cell < this.floor.cells; cell++)
      this.cellsOf.get(states.get(cell) ?? 'quiet')!.push(cell);
    const place = new THREE.Vector3();
    const matrix = new THREE.Matrix4();
    for (const [state, mesh] of this.meshes) {
      const cells = this.cellsOf.get(state)!;
      cells.forEach((cell, i) => mesh.setMatrixAt(i, matrix.setPosition(this.floor.place(cell, place))));
      mesh.count = cells.length;
      mesh.instanceMatrix.needsUpdate = true;
      mesh.boundingSphere = null; // where rays are tested; made anew when needed
    }
  }

  cellAt(hit: THREE.Intersection): number | null {
    const state = hit.object.userData['state'] as State | undefined;
    if (!state || hit.instanceId === undefined) return null;
    return this.cellsOf.get(state)?.[hit.instanceId] ?? null;
  }

  dispose(): void {
    for (const mesh of this.meshes.values()) {
      mesh.geometry.dispose();
      (mesh.material as THREE.Material).dispose();
      mesh.dispose();
    }
    this.poles.geometry.dispose();
    (this.poles.material as THREE.Material).dispose();
  }
}

/** The synapses of one cell as rods from their sources, the thicker and brighter the more permanent. */
export class Rods {
  readonly group = new THREE.Group();

  show(
    floor: Floor,
    cell: number,
    synapses: readonly { source: number; permanence: number; connected: boolean; active: boolean }[],
    c: Palette,
  ): void {
    this.clear();
    const end = floor.place(cell, new THREE.Vector3());
    for (const { source, permanence, connected, active } of synapses) {
      const start = floor.place(source, new THREE.Vector3());
      const length = start.distanceTo(end);
      if (!length) continue;
      const thick = 0.015 + 0.07 * permanence;
      const body = new THREE.CylinderGeometry(thick, thick, length, 6, 1, true);
      const material = new THREE.MeshBasicMaterial({
        color: connected ? (active ? c.asked : c.edge) : c.gone,
        transparent: true,
        opacity: 0.2 + 0.8 * permanence,
      });
      const rod = new THREE.Mesh(body, material);
      rod.position.lerpVectors(start, end, 0.5);
      rod.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), end.clone().sub(start).normalize());
      this.group.add(rod);
    }
  }

  clear(): void {
    for (const rod of this.group.children as THREE.Mesh[]) {
      rod.geometry.dispose();
      (rod.material as THREE.Material).dispose();
    }
    this.group.clear();
  }
}
