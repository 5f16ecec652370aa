// Looks at pages in a real Chromium: node page.cjs MODULES PAGE... prints what it measures as JSON.
// MODULES is a node_modules folder with playwright-core and axe-core, and @sparticuz/chromium unless CHROMIUM names one.
const { createRequire } = require('module');
const { pathToFileURL } = require('url');

const [modules, ...pages] = process.argv.slice(2);
const load = createRequire(`${modules}/of-the-test.js`);
const { chromium } = load('playwright-core');
const axe = load('axe-core').source;

async function browser() {
  const executablePath = process.env.CHROMIUM || (await load('@sparticuz/chromium').executablePath());
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

// In the page: what is wider than the window, and words of prose that go on in the next line.
function measure() {
  const width = document.documentElement.clientWidth;
  const scrolls = box => box && (box.matches('.contents ul') || scrolls(box.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter(item => {
    const box = item.getBoundingClientRect();
    const seen = item.checkVisibility() && box.width > 1 && box.height > 1 && !item.matches('.skip');
    return seen && (box.right > width + 1 || box.left < -1) && !scrolls(item);
  });
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest('code, script, style, .unread p, .notes') || !text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return {
    width,
    scroll: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    wide: wide.map(item => item.outerHTML.slice(0, 120)),
    broken,
  };
}

async function look(page) {
  const seen = await page.evaluate(measure);
  await page.evaluate(() => document.querySelectorAll('details').forEach(box => { box.open = true; }));
  const open = await page.evaluate(measure);
  return { seen, open };
}

async function accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(node => node.html) }));
}

// With the keyboard alone: the first stop, a filter, and a link to a finding that it hides.
async function use(page) {
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.className);
  const total = await page.locator('.finding').count();
  await page.locator('[name=text]').focus();
  await page.keyboard.type('CONFIG.json');
  const some = await page.locator('.finding:not([hidden])').count();
  const named = await page.evaluate(() => [...document.querySelectorAll('.finding:not([hidden])')]
    .every(item => item.closest('.file').querySelector('summary').textContent.includes('config.json')));
  const status = await page.locator('[role=status]').textContent();
  await page.evaluate(() => { location.hash = '#f0'; });
  await page.waitForFunction(() => !document.querySelector('#f0').hidden && document.querySelector('#f0').checkVisibility());
  await page.locator('[name=level][value=error]').uncheck();
  const errors = await page.locator('.finding.error:not([hidden])').count();
  return { first, total, some, named, status, errors };
}

async function main() {
  const run = await browser();
  const rows = [];
  for (const name of pages) {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [375, 768, 1600]) {
        const context = await run.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        const asked = [];
        const said = [];
        page.on('request', request => asked.push(request.url()));
        page.on('console', message => said.push(message.text()));
        page.on('pageerror', error => said.push(String(error)));
        await page.goto(pathToFileURL(name).href);
        const row = { name, colorScheme, width, asked: asked.length, said, ...(await look(page)) };
        row.background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        if (width !== 768 && !name.includes('many')) row.violations = await accessible(page);
        if (width === 1600 && colorScheme === 'light' && name.includes('some')) {
          await page.reload();
          row.used = await use(page);
        }
        rows.push(row);
        await context.close();
      }
    }
    const plain = await run.newContext({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(pathToFileURL(name).href);
    const readable = await page.locator('.finding').count();
    rows.push({ name, plain: true, readable, filters: await page.locator('.filters').isVisible().catch(() => false) });
    await plain.close();
  }
  await run.close();
  process.stdout.write(JSON.stringify(rows));
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
