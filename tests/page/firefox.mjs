// Opens a page in a stock Firefox; each line that comes in is a deed with what it needs, what comes of it goes
// out as a line. An element is named by the JavaScript expression that finds it.
// Arguments: the browser's path, the page's address, the folder of Puppeteer, the folder for downloads.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const [browserPath, address, packages, downloads] = process.argv.slice(2);
const puppeteer = createRequire(packages + '/')('puppeteer-core');
const nowhere = { 'network.proxy.type': 1, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9 };
const kept = { 'browser.download.folderList': 2, 'browser.download.dir': downloads };
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: browserPath,
  defaultViewport: { width: 1366, height: 768 },
  extraPrefsFirefox: { ...nowhere, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, ...kept },
});
const page = await browser.newPage();
let asked = [];
let errors = [];
page.on('request', (request) => asked.push(request.url()));
page.on('pageerror', (error) => errors.push(String(error)));
page.on('console', (said) => said.type() === 'error' && !noCard(said.text()) && errors.push(said.text()));
await page.goto(address);

/** Without a graphics card there is no 3-D, which the page itself says where it would be. */
function noCard(text) {
  return text.startsWith('THREE.WebGLRenderer: ');
}

async function found(element) {
  const handle = (await page.evaluateHandle(element)).asElement();
  if (!handle) throw new Error(`there is no ${element}`);
  return handle;
}

/** Wait until a file is there, whole. */
async function downloaded(name, seconds) {
  const path = join(downloads, name);
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; await setTimeout(20))
    if (existsSync(path) && statSync(path).size) return path;
  throw new Error(`after ${seconds} seconds there is no ${name}`);
}

const deeds = {
  evaluate: (script) => page.evaluate(script),
  click: async (element) => (await found(element)).click(),
  point: (x, y) => page.mouse.click(x, y),
  press: (key) => page.keyboard.press(key),
  hold: async (key, other) => {
    await page.keyboard.down(key);
    await page.keyboard.press(other);
    await page.keyboard.up(key);
  },
  type: (text) => page.keyboard.type(text),
  upload: async (element, path) => (await found(element)).uploadFile(path),
  reload: async () => void (await page.reload()),
  downloaded,
};

function say(answer) {
  process.stdout.write(JSON.stringify({ ...answer, asked, errors }) + '\n');
  [asked, errors] = [[], []];
}
say({ ok: await browser.version() });
for await (const line of createInterface({ input: process.stdin })) {
  const [deed, ...needed] = JSON.parse(line);
  try {
    say({ ok: (await deeds[deed](...needed)) ?? null });
  } catch (error) {
    say({ error: String(error) });
  }
}
await browser.close();
