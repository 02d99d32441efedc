// check_pages.mjs FILE...: opens each page in Chromium: in both themes, at the width of a desk and of
// a phone, on paper. Fails if axe-core finds anything that keeps people from reading it (with the
// enhanced contrast of WCAG 2.2, 1.4.6), if it scrolls sideways, asks the network for anything, or
// runs a script. Modules are found in NODE_PATH.
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(resolve(process.env.NODE_PATH, 'any'));
const { chromium } = require('playwright-core');
const axe = require('axe-core');

const failures = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

/// Opens `file` once and looks at it in every way. Returns how many rules of axe-core passed.
async function check(file) {
  let shown = 'light';
  const fail = (what) => failures.push(`${basename(file)}, ${shown}: ${what}`);
  // The pages forbid all scripts; axe is one.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const url = pathToFileURL(resolve(file)).href;
  page.on('request', (request) => {
    if (request.url() !== url) fail(`asks for ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    fail('opens a dialog');
    dialog.dismiss();
  });
  await page.goto(url);
  const facts = await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const all = [...document.querySelectorAll('*')];
    return {
      scripts: document.scripts.length,
      handlers: all.filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on'))).length,
      ran: 'ran' in window,
      unnamed: all.filter((element) =>
        element.matches('.arch :is(ins, del, mark)') && !element.querySelector('.heard')).length,
    };
  });
  if (facts.scripts > 0 || facts.handlers > 0 || facts.ran) fail('has a script');
  if (facts.unnamed > 0) fail(`${facts.unnamed} marks have no words for screen readers`);

  for (const width of [1000, 375]) {
    shown = `${width} px`;
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate(() =>
      document.documentElement.scrollWidth - window.innerWidth);
    if (excess > 0) fail(`is ${excess} px too wide`);
  }

  await page.evaluate(axe.source);
  let passes = 0;
  for (const theme of ['light', 'dark']) {
    shown = theme;
    await page.emulateMedia({ colorScheme: theme });
    const color = await page.evaluate(() =>
      getComputedStyle(document.querySelector('.arch')).backgroundColor);
    const lightness = Math.max(...color.match(/\d+/g).slice(0, 3).map(Number));
    if ((lightness > 128) !== (theme === 'light')) fail(`is ${color}`);
    const result = await page.evaluate(() =>
      window.axe.run(document, { rules: { 'color-contrast-enhanced': { enabled: true } } }));
    for (const violation of result.violations) {
      fail(`${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
    }
    if (result.passes.length === 0) fail('axe-core checked nothing');
    passes += result.passes.length;
  }

  shown = 'on paper';
  await page.emulateMedia({ media: 'print' });
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll('.arch :is(ins, del, mark)')].map((element) =>
      getComputedStyle(element).textDecorationLine));
  if (lines.includes('none')) fail('a mark is not to be told from text');
  await context.close();
  return passes;
}

let passes = 0;
for (const file of process.argv.slice(2)) passes += await check(file);
await browser.close();
for (const failure of failures) console.error(failure);
console.log(`${process.argv.length - 2} pages, ${passes} rules of axe-core passed, ${failures.length} failures`);
process.exit(failures.length === 0 && passes > 0 ? 0 : 1);
