#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page of `mftlink report --html` in the eyes of Chromium: its figures are those of `--json`, one goes in and out by
// mouse and keyboard, names cannot break it, it asks nothing of a network, and it is usable at once.
//
// environment: MFTLINK, MFTLINK_BUILD as tests/run finds them; CHROMIUM, the program (/usr/bin/chromium)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { finish, skip } from '../duckdb/tally.js';
import { openBrowser } from './chromium.js';
import { checkDeeper, checkFigures } from './figures.js';
import { checkHostile } from './hostile.js';
import { checkDeep, checkLarge } from './large.js';
import { checkLooks } from './looks.js';
import { OTHERS, RECIPES, many, recipe, sample } from './sources.js';
import { checkTables } from './tables.js';
import { checkWalking } from './walking.js';

async function checkAllFigures(browser, folder)
{
    for (const name of RECIPES)
        await checkFigures(browser, name, recipe(name, folder));
    for (const name of OTHERS) {
        const image = sample(name, folder);

        if (image)
            await checkFigures(browser, name, image);
        else
            skip(`../shared/samples is not here: ${name} is not compared`);
    }
}

async function main(folder)
{
    const browser = await openBrowser();
    const demo = recipe('demo', folder);

    await checkWalking(browser, demo);
    await checkTables(browser, demo);
    await checkLooks(browser, demo);
    await checkDeeper(browser, demo, ['\\Users', '\\Users\\JohnDoe', '\\Windows', '\\Windows\\WinSxS', '\\migdata', '\\Windows.old']);
    await checkFigures(browser, 'demo --under', demo, '--under', 'c:/users');
    await checkHostile(browser, recipe('markup', folder));
    await checkDeep(browser, recipe('deeppath:300:100', folder));
    await checkLarge(browser, many(100000, 60000, folder));
    await checkAllFigures(browser, folder);
    await browser.close();
}

const work = mkdtempSync(join(tmpdir(), 'mftlink-browser.'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
try {
    await main(work);
} finally {
    finish();
}
