// The room in which the towers stand: a camera that goes around them, light, and a finger that picks.
import * as THREE from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { cellCalled } from '../pipeline/names';
import type { Palette } from '../pipeline/palette';
import type { Synapse } from '../protocol';
import type { State } from './states';
import { Floor, Rods, Towers } from './towers';

const TURN = Math.PI / 24; // by one press of a key
const ZOOM = 1.15;

export class Space {
  readonly #renderer: THREE.WebGLRenderer;
  readonly #scene = new THREE.Scene();
  readonly #camera = new THREE.PerspectiveCamera(40, 1, 0.1, 1000);
  readonly #controls: OrbitControls;
  readonly #floor: Floor;
  readonly #towers: Towers;
  readonly #rods = new Rods();
  readonly #ring: THREE.Mesh;
  #drawing = 0;

  /** Fails where there is no WebGL. */
  constructor(
    box: HTMLElement,
    columns: number,
    perColumn: number,
    readonly colours: Palette,
    pick: (cell: number) => void,
  ) {
    this.#renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.#scene.background = new THREE.Color(colours.page);
    this.#floor = new Floor(columns, perColumn);
    this.#towers = new Towers(this.#floor, colours);
    this.#ring = new THREE.Mesh(
      new THREE.SphereGeometry(0.5, 16, 12),
      new THREE.MeshBasicMaterial({ color: colours.asked, wireframe: true }),
    );
    this.#ring.visible = false;
    const sun = new THREE.DirectionalLight(undefined, 2);
    sun.position.set(2, 5, 3);
    this.#scene.add(
      this.#towers.group,
      this.#rods.group,
      this.#ring,
      new THREE.AmbientLight(undefined, 1.6),
      sun,
    );

    const canvas = this.#renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute(
      'aria-label',
      `${columns} towers of ${perColumn} cells; arrow keys turn, plus and minus zoom`,
    );
    box.append(canvas);
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.addEventListener('change', () => this.#draw());
    canvas.addEventListener('keydown', this.#key);
    let from: [number, number] = [0, 0];
    canvas.addEventListener('pointerdown', (event) => (from = [event.clientX, event.clientY]));
    canvas.addEventListener('pointerup', (event) => {
      // A drag turns; only what stays in its place picks.
      if (Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 5) return;
      const cell = this.#cellAt(event);
      if (cell !== null) pick(cell);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (event.buttons) return;
      const cell = this.#cellAt(event);
      canvas.title = cell === null ? '' : cellCalled(cell, perColumn);
    });
    // The wheel scrolls the page, unless this picture has the focus.
    this.#controls.enableZoom = false;
    canvas.addEventListener('focus', () => (this.#controls.enableZoom = true));
    canvas.addEventListener('blur', () => (this.#controls.enableZoom = false));
    this.home();
  }

  /** From the front and above, as near as all of it can be seen. */
  home(): void {
    const way = new THREE.Vector3(0.5, 0.5, 0.8).normalize();
    const corners = this.#floor.corners();
    const seen = new THREE.Vector3();
    this.#camera.far = this.#floor.radius * 20;
    this.#camera.updateProjectionMatrix();
    let away = this.#floor.radius;
    for (let inside = false; !inside; away *= 1.03) {
      this.#camera.position.copy(way).multiplyScalar(away);
      this.#camera.lookAt(0, 0, 0);
      this.#camera.updateMatrixWorld();
      inside = corners.every((corner) => {
        const { x, y } = seen.copy(corner).project(this.#camera);
        return Math.max(Math.abs(x), Math.abs(y)) < 0.97;
      });
    }
    this.#controls.target.set(0, 0, 0);
    this.#controls.update();
    this.#draw();
  }

  resize(width: number, height: number): void {
    this.#renderer.setSize(width, height);
    this.#camera.aspect = width / height;
    this.home();
  }

  show(states: ReadonlyMap<number, State>): void {
    this.#towers.show(states);
    this.#draw();
  }

  /** The picked cell and its synapses; null: none is picked. */
  rods(cell: number | null, synapses: readonly Synapse[]): void {
    this.#ring.visible = cell !== null;
    if (cell === null) this.#rods.clear();
    else {
      this.#floor.place(cell, this.#ring.position);
      this.#rods.show(this.#floor, cell, synapses, this.colours);
    }
    this.#draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.#drawing);
    this.#controls.dispose();
    this.#towers.dispose();
    this.#rods.clear();
    this.#renderer.dispose();
    this.#renderer.domElement.remove();
  }

  #draw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#renderer.render(this.#scene, this.#camera));
  }

  #cellAt(event: PointerEvent): number | null {
    const box = this.#renderer.domElement.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 - 1;
    const y = 1 - ((event.clientY - box.top) / box.height) * 2;
    const ray = new THREE.Raycaster();
    ray.setFromCamera(new THREE.Vector2(x, y), this.#camera);
    for (const hit of ray.intersectObjects(this.#towers.bodies)) {
      const cell = this.#towers.cellAt(hit);
      if (cell !== null) return cell;
    }
    return null;
  }

  #key = (event: KeyboardEvent): void => {
    const spot = new THREE.Spherical().setFromVector3(
      this.#camera.position.clone().sub(this.#controls.target),
    );
    if (event.key === 'ArrowLeft') spot.theta -= TURN;
    else if (event.key === 'ArrowRight') spot.theta += TURN;
    else if (event.key === 'ArrowUp') spot.phi -= TURN;
    else if (event.key === 'ArrowDown') spot.phi += TURN;
    else if (event.key === '+' || event.key === '=') spot.radius /= ZOOM;
    else if (event.key === '-') spot.radius *= ZOOM;
    else return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere these keys move the run
    this.#camera.position.setFromSpherical(spot.makeSafe()).add(this.#controls.target);
    this.#controls.update();
    this.#draw();
  };
}
