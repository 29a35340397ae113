// How fine the canvases are drawn: as the screen is, and finer while the view is kept as a picture.
class Pixels {
  times = $state(1); // finer than the screen
  still = $state(false); // nothing flows

  /** Pixels of a canvas in one of the page. */
  get ratio(): number {
    return this.times * (window.devicePixelRatio || 1);
  }
}

export const pixels = new Pixels();
