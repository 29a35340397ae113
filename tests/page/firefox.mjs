// Opens a page in a stock Firefox; each line that comes in is an expression, its value goes out as a line.
// Arguments: the browser's path, the page's address, the folder of Puppeteer.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [browserPath, address, packages] = process.argv.slice(2);
const puppeteer = createRequire(packages + '/')('puppeteer-core');
const nowhere = { 'network.proxy.type': 1, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9 };
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: browserPath,
  extraPrefsFirefox: { ...nowhere, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9 },
});
const page = await browser.newPage();
let asked = [];
let errors = [];
page.on('request', (request) => asked.push(request.url()));
page.on('pageerror', (error) => errors.push(String(error)));
await page.goto(address);

function say(answer) {
  process.stdout.write(JSON.stringify({ ...answer, asked, errors }) + '\n');
  [asked, errors] = [[], []];
}
say({ ok: await browser.version() });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ ok: (await page.evaluate(JSON.parse(line))) ?? null });
  } catch (error) {
    say({ error: String(error) });
  }
}
await browser.close();
