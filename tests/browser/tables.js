// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables sort by every column, both ways, and find names.
import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import * as seen from './seen.js';
import { pageOf } from './sources.js';

const COLUMNS = ['Folder', 'Naive', 'Unique', 'Allocated', 'Freed', 'Files', 'Names', 'Folders in it'];

function isSorted(values, isDown)
{
    return values.every((value, i) => i === 0 || (isDown ? values[i - 1] >= value : values[i - 1] <= value));
}

async function checkSorting(page)
{
    await seen.showAll(page);
    for (const [i, title] of COLUMNS.entries()) {
        if (i === 0)
            continue;
        const button = page.locator('#contents thead').getByRole('button', { name: title, exact: true });

        if (await page.$eval(`#contents thead th:nth-child(${i + 1})`, head => head.getAttribute('aria-sort')) === null)
            await button.click();
        const down = (await seen.contentsOf(page)).map(row => row[i]);
        holds(`${title}: the largest first`, down.length > 3 && isSorted(down, true), String(down));
        await button.click();
        const up = (await seen.contentsOf(page)).map(row => row[i]);
        holds(`${title}: the smallest first`, isSorted(up, false) && up[0] !== up.at(-1), String(up));
        equal(`${title}: it says so`, await page.$eval(`#contents thead th:nth-child(${i + 1})`, head =>
            head.getAttribute('aria-sort')), 'ascending');
    }
    await seen.press(page, '#contents thead', 'Folder');
    const names = (await seen.contentsOf(page)).map(([name]) => name);
    const folders = names.filter(name => name[0] !== '(');
    equal('by name, what is not a folder last', names, [...folders.sort((a, b) => a.localeCompare(b, 'en')),
        ...names.filter(name => name[0] === '(')]);
}

async function checkFinding(page)
{
    const all = (await seen.contentsOf(page)).map(([name]) => name);

    await page.fill('#find', 'wIn');
    equal('names that have it', (await seen.contentsOf(page)).map(([name]) => name).sort(),
        all.filter(name => name.toLowerCase().includes('win')).sort());
    equal('the sum of some is no total', await page.$$eval('#contents tfoot tr', rows => rows.length), 0);
    await page.fill('#find', 'documents');
    await page.check('#deep');
    const deep = (await seen.contentsOf(page)).map(([name]) => name);
    holds('folders below are found by their paths', deep.includes('\\Users\\JohnDoe\\Documents') && deep.length > 2, String(deep));
    await seen.press(page, '#contents tbody', '\\Users\\JohnDoe\\Documents');
    equal('and lead there', await page.$$eval('#crumbs li', steps => steps.map(step => step.textContent)),
        ['The whole volume', 'Users', 'JohnDoe', 'Documents']);
    equal('where nothing is sought any more', await page.inputValue('#find'), '');
    await page.fill('#find', 'nothing is called so');
    equal('what is not there', await seen.rowsOf(page, '#contents'), []);
}

async function checkLists(page)
{
    const find = page.locator('#list-extensions input');

    await find.fill('DL');
    equal('an extension is found', (await seen.rowsOf(page, '#list-extensions')).map(([name]) => name), ['dll']);
    await find.fill('');
    await seen.press(page, '#list-extensions thead', 'Extension');
    const names = (await seen.rowsOf(page, '#list-extensions')).map(([name]) => name);
    equal('extensions by name', names, [...names].sort((a, b) => a.localeCompare(b, 'en')));
    await seen.press(page, '#list-extensions thead', 'Extension');
    equal('and the other way', (await seen.rowsOf(page, '#list-extensions')).map(([name]) => name), names.reverse());
}

export async function checkTables(browser, image)
{
    const file = pageOf(image);

    for (const [what, check] of [['sorting', checkSorting], ['finding', checkFinding], ['lists', checkLists]]) {
        const page = await openPage(browser, file);

        await check(page);
        await closePage(page, what);
    }
}
