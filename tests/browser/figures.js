// SPDX-License-Identifier: GPL-3.0-or-later
//
// The figures of a page are those of `mftlink report --json`: of the volume, and of folders in it.
import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import * as seen from './seen.js';
import { pageOf, reportOf } from './sources.js';

const SIZES = ['naive', 'unique', 'allocated', 'freed'];
const NONE = { extension: '(none)', owner: '(unknown)' };

function bytesOf(sizes)
{
    return SIZES.map(key => sizes[`${key}_bytes`]);
}

function inOrder(rows)
{
    return rows.map(row => JSON.stringify(row)).sort();
}

// The rows of the folder's table, as the report tells them.
function expectedContents(report)
{
    const rows = report.folders.map(one => [one.name, ...bytesOf(one), one.files, one.names, one.folders]);
    const direct = report.direct;

    if (direct.names > 0 || direct.files > 0 || direct.allocated_bytes > 0 || direct.freed_bytes > 0)
        rows.push(['(files directly here)', ...bytesOf(direct), direct.files, direct.names, 0]);
    if (report.freed_together_bytes > 0)
        rows.push(['(freed only together: files in several of these)', 0, 0, 0, report.freed_together_bytes, 0, 0, 0]);
    return inOrder(rows);
}

export async function checkFolder(page, what, report)
{
    await seen.showAll(page);
    equal(`${what}: the four sizes`, Object.values(await seen.sizesOf(page)), bytesOf(report.total));
    equal(`${what}: what is in it`, inOrder(await seen.contentsOf(page)), expectedContents(report));
    equal(`${what}: the total`, await seen.totalOf(page),
        ['Total', ...bytesOf(report.total), report.total.files, report.total.names, report.total.folders]);
}

async function checkShares(page, what, report)
{
    for (const key of ['ages', 'kinds', 'links', 'sizes'])
        equal(`${what}: the chart of ${key}`, await seen.chartOf(page, key), report[key]
            .filter(row => row.names > 0 || row.files > 0 || row.allocated_bytes > 0)
            .map(row => [row.class, row.allocated_bytes, row.files]));
    for (const [key, word] of [['extensions', 'extension'], ['owners', 'owner']])
        equal(`${what}: the list of ${key}`, inOrder(await seen.listOf(page, key)), inOrder(report[key].map(row =>
            [row[word] === null ? '(others)' : row[word] || NONE[word], ...bytesOf(row), row.files])));
}

async function checkStore(page, what, store)
{
    equal(`${what}: the component store is shown where there is one`, await page.isVisible('#store'), store !== null);
    if (store)
        equal(`${what}: the component store`, (await seen.figuresOf(page, '#store')).map(([, bytes]) => bytes),
            [store.apparent_bytes, store.actual_bytes, store.shared_bytes, store.own_bytes]);
}

async function checkAccount(page, what, { account, no_account: why })
{
    if (!account) {
        equal(`${what}: why there is no account`, await page.textContent('#account-table'), `Not known: ${why}.`);
        return;
    }
    const rows = (await seen.figuresOf(page, '#account-table')).map(([, bytes]) => bytes);
    const residue = account.unclaimed_bytes || account.unmarked_bytes;
    const lines = ['data', 'stream', 'folder', 'list', 'other', 'system', 'bad', 'claimed', 'marked'];

    equal(`${what}: the account`, rows.slice(0, 10), [...lines.map(key => account[`${key}_bytes`]), residue]);
    equal(`${what}: what else the account has`, rows.slice(10),
        ['headers_less', 'headers_more', 'orphan'].map(key => account[`${key}_bytes`]).filter(bytes => bytes > 0));
    if (account.unclaimed_bytes > 0)
        holds(`${what}: the residue is named`, (await page.textContent('#account-table')).includes('marked, but of no file'));
}

// A page of the whole volume, or with `--under` of a folder.
export async function checkFigures(browser, what, image, ...options)
{
    const page = await openPage(browser, pageOf(image, ...options));

    await checkFolder(page, what, reportOf(image, '--top', '1000000', ...options));
    const report = reportOf(image, '--top', '200', ...options);
    await checkShares(page, what, report);
    await checkStore(page, what, report.component_store);
    await checkAccount(page, what, report);
    holds(`${what}: it tells its source`, (await page.textContent('#source')).includes(image));
    await closePage(page, what);
}

// Folders that are entered through the table, held against `--under`.
export async function checkDeeper(browser, image, paths)
{
    for (const path of paths) {
        const page = await openPage(browser, pageOf(image));

        for (const step of path.split('\\').slice(1))
            await seen.press(page, '#contents tbody', step);
        await checkFolder(page, path, reportOf(image, '--top', '1000000', '--under', path));
        await closePage(page, path);
    }
}
