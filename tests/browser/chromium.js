// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chromium without a window, and pages in it that are watched.
//
//   const browser = await openBrowser(folder);
//   const page = await openPage(browser, file, { colorScheme: 'dark' });
//   ... page ...
//   await closePage(page, what)        counts a test: nothing was logged, asked of a network, or forbidden
//   await browser.close();
import { pathToFileURL } from 'node:url';

import { reader } from '../duckdb/sources.js';
import { equal } from '../duckdb/tally.js';

const { chromium } = reader('browser', 'playwright-core');

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const ARGUMENTS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
];

// A browser that knows nothing: each page gets a context of its own.
export function openBrowser()
{
    return chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });
}

// In the page, before anything of it: what the policy forbids is kept.
function watchPolicy()
{
    window.forbidden = [];
    document.addEventListener('securitypolicyviolation', event => window.forbidden.push(event.violatedDirective));
}

export async function openPage(browser, file, { hash = '', ...options } = {})
{
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const address = pathToFileURL(file).href;

    page.setDefaultTimeout(10000);
    page.trouble = [];
    page.on('console', message => page.trouble.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', error => page.trouble.push(`error: ${error.stack}`));
    page.on('dialog', dialog => page.trouble.push(`dialog: ${dialog.message()}`));
    page.on('request', request => request.url().split('#')[0] === address ||
        page.trouble.push(`request: ${request.url()}`));
    await page.addInitScript(watchPolicy);
    await page.goto(address + hash);
    return page;
}

export async function closePage(page, what)
{
    const forbidden = await page.evaluate(() => window.forbidden);

    equal(`${what}: nothing logged, asked for or forbidden`, [...page.trouble, ...forbidden], []);
    await page.context().close();
}
