// SPDX-License-Identifier: GPL-3.0-or-later
//
// More folders than a page shows: it stays below 3 MB, folds the smallest together and says so, and is usable within
// a second.
import { statSync } from 'node:fs';

import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import { checkFigures } from './figures.js';
import * as seen from './seen.js';
import { pageOf, reportOf } from './sources.js';

const MOST_BYTES = 3000000;
const MOST_MS = 1000;

// From the beginning of the page's loading to when it has been drawn, and can be used.
export async function usableAfter(page)
{
    return page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() =>
        resolve(performance.now())))));
}

async function measure(browser, file)
{
    const times = [];

    for (let i = 0; i < 3; i++) {
        const page = await openPage(browser, file);

        await usableAfter(page);
        times.push(await page.evaluate(() => performance.getEntriesByName('mftlink-usable')[0].startTime));
        await closePage(page, 'a large page');
    }
    return Math.min(...times);
}

// What is shown of the volume, and what is folded, is all of it.
async function checkFolds(browser, image, file)
{
    const page = await openPage(browser, file);
    const report = reportOf(image, '--top', '1');

    await seen.showAll(page);
    equal('the sizes of the volume', Object.values(await seen.sizesOf(page)),
        ['naive', 'unique', 'allocated', 'freed'].map(key => report.total[`${key}_bytes`]));
    const folded = await page.evaluate(() => model.folders.folded.length);
    holds('some folders are folded together', folded > 0);
    const [row] = await page.evaluate(() => model.folders.folded[0]);
    await page.goto(`${page.url().split('#')[0]}#naive/${row}`);
    await page.check('#exact');
    const rows = await seen.contentsOf(page);
    const total = await seen.totalOf(page);
    holds('the page says so', rows.some(([name]) => /^\([0-9,]+ smaller folders?\)$/.test(name)));
    for (const [i, key] of [[1, 'naive'], [2, 'unique'], [3, 'allocated'], [5, 'files'], [6, 'names']])
        equal(`${key}: the parts of a folder add up`, rows.reduce((sum, one) => sum + one[i], 0), total[i]);
    holds('freed sizes never exceed it', rows.reduce((sum, one) => sum + one[4], 0) <= total[4]);
    equal('every folder is counted', await page.evaluate(() => model.n - 1 +
        model.folders.folded.reduce((sum, fold) => sum + fold[1] + fold.at(-1), 0)), report.total.folders);
    await closePage(page, 'folds');
}

// At the bottom of a deep tree the way is told in a few steps.
export async function checkDeep(browser, image)
{
    const page = await openPage(browser, pageOf(image));

    await page.goto(`${page.url().split('#')[0]}#naive/${await page.evaluate(() => model.n - 1)}`);
    equal('few steps of many are shown', await page.$$eval('#crumbs li', steps => steps.length), 9);
    await page.click('#out');
    await page.goto(`${page.url().split('#')[0]}#naive/0`);
    await page.check('#deep');
    holds('paths are cut in their middle', (await seen.contentsOf(page)).some(([name]) => name.includes('\\\u2026\\')));
    await closePage(page, 'a deep tree');
}

export async function checkLarge(browser, image)
{
    const file = pageOf(image);
    const nbytes = statSync(file).size;
    const ms = await measure(browser, file);

    console.log(`${nbytes} bytes, usable after ${ms.toFixed(0)} ms`);
    holds('a large page is below 3 MB', nbytes < MOST_BYTES, String(nbytes));
    holds('and more than half of that', nbytes > MOST_BYTES / 2, String(nbytes));
    holds('it is usable within a second', ms < MOST_MS, String(ms));
    await checkFolds(browser, image, file);
    await checkFigures(browser, 'a large page with --under', image, '--under', `\\${reportOf(image).folders[0].name}`);
}
