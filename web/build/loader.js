// The only script that the page runs by itself: it unpacks the program and runs that. It is written so that
// an old browser understands it, since that is the one that has to be told.
(function () {
  /** @param {unknown} error */
  function sorry(error) {
    const app = document.getElementById('app');
    if (app) app.textContent = 'This page needs a current Firefox, Chrome, Edge or Safari. (' + error + ')';
  }
  try {
    const program = document.getElementById('program');
    const text = (program && program.textContent) || '';
    const packed = Uint8Array.fromBase64
      ? Uint8Array.fromBase64(text)
      : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    new Response(stream)
      .text()
      .then((text) => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))))
      .catch(sorry);
  } catch (error) {
    sorry(error);
  }
})();
