// What a storm does to the page. Each deed does at once what a click, a key or a file of a user would do, and waits
// for nothing; what cannot be pressed at the moment is not pressed,
// and each deed says whether it did anything.
(() => {
  const { world } = window.htm;
  const next = () => new Promise((wake) => setTimeout(wake)); // the page draws what has changed
  const usable = (one) => one.checkVisibility() && !one.disabled && !one.closest('[inert]');
  const all = (selector) => [...document.querySelectorAll(selector)].filter(usable);

  /** Click the first of these; whether there is one. */
  function hit(one) {
    one?.click();
    return Boolean(one);
  }

  const press = (name, within = 'body') =>
    hit(all(`${within} button`).find((one) => one.innerText.trim().startsWith(name)));

  const click = (selector) => hit(all(selector)[0]);

  /** Whether the page does something with this key. */
  function key(name, shiftKey = false) {
    const event = new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true });
    return !document.body.dispatchEvent(event);
  }

  /** Open a panel, unless it is open. */
  async function enter(name) {
    const open = document.querySelector('aside')?.getAttribute('aria-label') === name;
    const entered = !open && press(name, 'nav');
    await next();
    return entered;
  }

  function fill(label, value) {
    const named = (one) => one.innerText.trim().split(',')[0] === label; // a unit may follow
    const field = all('aside label').find(named)?.control;
    if (!field || field.disabled) return false;
    field.value = value;
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    return true;
  }

  async function choose(card, name) {
    await enter('Change');
    const chosen = hit(all('aside label.card').find((one) => one.innerText.includes(card)));
    await next();
    const named = name && press(name, 'aside');
    await next();
    return chosen || named;
  }

  function give(input, name, content) {
    if (!input || input.disabled) return false;
    const files = new DataTransfer();
    files.items.add(new File([content], name));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  }

  async function quiet(seconds = 60) {
    const end = performance.now() + 1000 * seconds;
    while ((world.busy || !world.live) && performance.now() < end)
      await new Promise((wake) => setTimeout(wake, 5));
  }

  /** Wait until something is there that Python has been asked for; not for long. */
  async function soon(there) {
    const end = performance.now() + 2000;
    while (!there() && performance.now() < end) await next();
  }

  const bytes = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

  /** The snapshots that were opened: what was run before, and what was opened. */
  const opened = {};

  const deeds = {
    key,
    enter,
    press,
    click,
    link: (hash) => {
      const before = location.hash;
      location.hash = hash;
      return location.hash !== before;
    },
    run: async (fields) => {
      await enter('Change');
      for (const [label, value] of Object.entries(fields)) fill(label, value);
      await next();
      return press('Run', 'aside');
    },
    choose,
    file: async (name, text) => {
      await choose('Data', 'Your own CSV file');
      return give(document.querySelector('aside .drop input[type=file]'), name, text);
    },
    change: async (part, label, value) => {
      await enter('Change');
      await soon(() => document.querySelector('aside details'));
      const found = all('aside details').find((one) => one.innerText.trim().toLowerCase().startsWith(part));
      if (found) found.open = true;
      await next();
      const filled = fill(label, value);
      await next();
      return filled;
    },
    onward: async (...change) => {
      await deeds.change(...change);
      return press('Continue from this step', 'aside');
    },
    panel: async (name, button) => {
      await enter(name);
      return press(button, 'aside');
    },
    part: async (name, selector) => {
      await enter(name);
      return click(`aside ${selector}`);
    },
    point: (stage, x, y) => {
      const paper = document.querySelector(`.stage:nth-child(${stage}) .paper`);
      if (!paper || !usable(paper)) return false;
      const box = paper.getBoundingClientRect();
      const at = { clientX: box.x + x * box.width, clientY: box.y + y * box.height, bubbles: true };
      for (const kind of ['pointermove', 'pointerdown', 'pointerup'])
        paper.dispatchEvent(new PointerEvent(kind, at));
      paper.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }));
      return true;
    },
    /** Save this step, and open it again. */
    snapshot: async (name) => {
      await quiet();
      const { run, at, scene } = world;
      const before = { setup: world.setupNow(), opened: world.opened };
      const data = await world.ask('save', { run, at: at + 1 }).catch(() => null);
      await quiet();
      if (data === null || scene !== world.scene) return false;
      opened[name] = { ...before, data };
      await enter('Share');
      return give(document.querySelector('aside input[accept=".npz"]'), name, bytes(data));
    },
  };

  /** What is not as it must be at any moment, whatever is being done. */
  function odd() {
    const found = [];
    const must = (holds, what) => holds || found.push(what);
    const text = (selector) => document.querySelector(selector)?.textContent ?? null;
    const { at, last, record, second, showing, room, scene, records } = world;
    must(at >= 0 && at <= last && record, `at ${at} of ${last}`);
    must(record.i === at, `the record of ${record.i} at ${at}`);
    must(last === records.length - 1 && last < scene.setup.steps, `last is ${last}`);
    must(records.every((one, place) => one.i === place), 'records with a gap');
    must(second || !showing, 'it shows a second run that does not exist');
    must(text('.where b') === `step ${(at + 1).toLocaleString('en')}`, `it says ${text('.where b')} at ${at}`);
    must(!second === !document.querySelector('.two'), 'the line about two runs');
    must(!room === !document.querySelector('aside'), `the panel of ${room}`);
    must(!world.trouble === !document.querySelector('.message.bad'), 'the message');
    return found;
  }

  /** The page's state beside its Python's, once no change is being made. */
  async function state() {
    for (;;) {
      await quiet();
      if (world.busy || !world.live) return { odd: [`still ${world.busy ?? world.starting}`] };
      await next();
      const holds = await world.ask('holds', {});
      if (world.busy) continue;
      const page = [{ run: 0, setup: world.scene.setup, done: world.records.length }];
      const { second, run, at, record, scene, opened: from } = world;
      if (second)
        page.push({ run: 1, setup: second.scene.setup, done: second.from + second.records.length });
      const found = odd();
      for (const mine of page) {
        const other = holds.find((one) => one.run === mine.run) ?? null;
        if (JSON.stringify(mine) !== JSON.stringify(other)) found.push(['page and Python hold', mine, other]);
      }
      const about = { setup: page[0].setup, opened: from, run, at, record };
      try {
        const digest = await world.ask('digest', { run, at: at + 1 });
        const left = run === 1 ? { from: second.from, changes: second.changes, killed: second.killed } : null;
        return { ...about, left, digest, odd: found, trouble: world.trouble?.message ?? '' };
      } catch (error) {
        const outdated = error.trouble?.kind === 'Outdated' || scene !== world.scene;
        if (!outdated) return { ...about, odd: [...found, `the digest: ${error.trouble?.message ?? error}`] };
      }
    }
  }

  window.storm = {
    opened,
    /** Do these, one after the other: which did something, and what is not as it must be. */
    async act(some) {
      const acted = [];
      for (const [name, ...args] of some) {
        acted.push(Boolean(await deeds[name](...args)));
        await next();
      }
      return { acted, odd: odd() };
    },
    state,
  };
})()
