// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names that would be markup, scripts, ends of lines or turns of the direction are text, and the policy holds.
import { readFileSync } from 'node:fs';

import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import * as seen from './seen.js';
import { pageOf, reportOf } from './sources.js';

// What is shown of a name that is not shown as it is.
const SHOWN = new Map([
    ['line \u2028 end', 'line \u2039U+2028\u203A end'], ['paragraph \u2029 end', 'paragraph \u2039U+2029\u203A end'],
    ['\u202Etxt.exe', '\u2039U+202E\u203Atxt.exe'], ['\uD800', '\u2039U+D800\u203A'],
    ['lone high \uD800 surrogate', 'lone high \u2039U+D800\u203A surrogate'],
    ['lone low \uDFFF surrogate', 'lone low \u2039U+DFFF\u203A surrogate'],
    ['\uDC00\uD800 swapped', '\u2039U+DC00\u203A\u2039U+D800\u203A swapped'],
    ['a\u0001\u001F\u007F', 'a\u2401\u241F\u2039U+007F\u203A'], ['a\nb\r\tc', 'a\u240Ab\u240D\u2409c'],
    ['a\u200B\uFEFF', 'a\u2039U+200B\u203A\u2039U+FEFF\u203A'], ['\uFEFF', '\u2039U+FEFF\u203A'],
]);

async function checkNames(page, what, report)
{
    equal(`${what}: names are shown as they are`, (await seen.contentsOf(page)).map(([name]) => name).sort(),
        report.folders.map(one => SHOWN.get(one.name) ?? one.name).sort());
}

// Nothing came into the page but what src/page/ puts there.
async function checkElements(page)
{
    equal('no element is made of a name', await page.$$eval('img, b, a, iframe, [onmouseover], [onerror]',
        found => found.filter(one => !(one.tagName === 'B' && one.closest('#told'))).length), 0);
    equal('there are the scripts and the style of the page', await page.$$eval('script, style', found => found.length), 4);
    equal('the title is that of the page', (await page.title()).endsWith('where the space is'), true);
}

// What the policy forbids does not happen; each attempt is seen by the page.
async function checkPolicy(browser, file)
{
    const page = await openPage(browser, file);

    await page.evaluate(async () => {
        const script = document.createElement('script');
        const image = document.createElement('img');
        const style = document.createElement('style');

        script.textContent = 'window.broken = true';
        style.textContent = 'body { display: none }';
        image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
        document.body.append(script, image, style);
        document.body.setAttribute('onclick', 'window.broken = true');
        document.body.click();
        await fetch('data:text/plain,x').catch(() => 0);
        await new Promise(resolve => setTimeout(resolve, 100));
    });
    equal('no other script runs', await page.evaluate(() => window.broken), undefined);
    holds('no other style counts', await page.isVisible('body'));
    equal('the page sees what is forbidden', [...new Set(await page.evaluate(() => window.forbidden))].sort(),
        ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-elem']);
    await page.context().close();
}

export async function checkHostile(browser, image)
{
    const file = pageOf(image, '--top', '1000');
    const page = await openPage(browser, file);
    const text = readFileSync(file, 'utf8');
    const folder = '<style><script>';

    await page.check('#exact');
    await checkNames(page, 'markup', reportOf(image, '--top', '1000'));
    await checkElements(page);
    for (const row of await page.$$('#contents tbody tr'))
        await row.hover();
    await seen.press(page, '#contents tbody', folder);
    await checkNames(page, 'odd characters', reportOf(image, '--top', '1000', '--under', `\\${folder}`));
    await checkElements(page);
    await page.fill('#find', '<b');
    await closePage(page, 'hostile names');
    equal('scripts and styles end once each', [text.split('</script>').length, text.split('</style>').length], [4, 2]);
    holds('no end of a line is hidden', !/[\u2028\u2029]/.test(text));
    await checkPolicy(browser, file);
}
