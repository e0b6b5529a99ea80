// SPDX-License-Identifier: GPL-3.0-or-later
//
// In and out of folders by mouse and by keyboard, and from one size to another.
import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import * as seen from './seen.js';
import { pageOf, reportOf } from './sources.js';

const VOLUME = 'The whole volume';

// Clicks the name of a large block: below it may be blocks of its own.
async function clickBlock(page, row)
{
    await page.click(`#map button.block[data-row="${row}"]`, { position: { x: 12, y: 8 } });
}

async function rowOf(page, name)
{
    const block = (await seen.blocksOf(page)).find(one => one.label.startsWith(`${name}: `));

    return block.row;
}

async function checkMouse(page)
{
    await clickBlock(page, await rowOf(page, 'Users'));
    equal('a click leads into a folder', await seen.placeOf(page), 'Users');
    const inner = page.locator('#map div.block[data-row]').first();
    const name = await inner.evaluate(block => block.querySelector('bdi')?.textContent);
    await inner.click({ position: { x: 8, y: 8 } });
    equal('a click on a block within a block leads there', await seen.placeOf(page), name);
    equal('the way is told', await page.$$eval('#crumbs li', steps => steps.length), 4);
    await seen.press(page, '#crumbs', 'Users');
    equal('a step of the way leads back', await seen.placeOf(page), 'Users');
    await page.keyboard.press('Backspace');
    equal('by key, too, wherever one is', await seen.placeOf(page), VOLUME);
    await page.goBack();
    await page.fill('#find', 'x');
    await page.keyboard.press('Backspace');
    equal('but where one writes', await seen.placeOf(page), 'Users');
    await page.click('#out');
    equal('out of it', await seen.placeOf(page), VOLUME);
    holds('there is nothing above the volume', await page.isDisabled('#out'));
    await page.goBack();
    equal('the browser goes back, too', await seen.placeOf(page), 'Users');
    await page.goBack();
    await page.goBack();
    await page.goForward();
    equal('and forth', await seen.placeOf(page), name);
    await page.goto(`${page.url().split('#')[0]}#freed/${await page.evaluate(() => model.n)}`);
    equal('an address that leads nowhere leads to the volume', await seen.placeOf(page), VOLUME);
}

async function checkKeyboard(page)
{
    const names = async () => (await seen.blocksOf(page)).map(block => block.label);

    await page.focus('#map button[tabindex="0"]');
    const [first, second] = await names();
    equal('the largest block has the focus', await seen.focusOf(page), first);
    equal('one block alone is a stop of Tab', await page.$$eval('#map [tabindex="0"]', found => found.length), 1);
    await page.keyboard.press('ArrowRight');
    equal('the arrow leads to the next', await seen.focusOf(page), second);
    equal('which is framed', await page.$$eval('#map .frame', found => found.length), 1);
    await page.keyboard.press('ArrowLeft');
    equal('and back', await seen.focusOf(page), first);
    await page.keyboard.press('ArrowLeft');
    equal('not beyond the edge', await seen.focusOf(page), first);
    await page.keyboard.press('End');
    equal('to the last', await seen.focusOf(page), (await names()).at(-1));
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    equal('Enter leads in', await seen.placeOf(page), 'Users');
    equal('with the focus on the largest', await seen.focusOf(page), (await names())[0]);
    await page.keyboard.press('Enter');
    equal('and in', await page.$$eval('#crumbs li', steps => steps.length), 3);
    await page.keyboard.press('Backspace');
    equal('Backspace leads out', await seen.placeOf(page), 'Users');
    await page.keyboard.press('Escape');
    equal('so does Escape', await seen.placeOf(page), VOLUME);
    equal('with the focus where one was', await seen.focusOf(page), first);
    await page.keyboard.press('Escape');
    equal('not out of the volume', await seen.placeOf(page), VOLUME);
    holds('what has the focus is told', (await page.textContent('#told')).startsWith('Users: naive'));
}

// Who goes through the table by keyboard stays there; so does who goes by the path.
async function checkTableKeys(page)
{
    const focused = () => page.evaluate(() => document.activeElement.textContent);

    await page.locator('#contents tbody').getByRole('button', { name: 'Users', exact: true }).focus();
    await page.keyboard.press('Enter');
    equal('Enter on a row leads in', await seen.placeOf(page), 'Users');
    equal('with the focus on its first row', await focused(), (await seen.rowsOf(page, '#contents'))[0][0]);
    await page.keyboard.press('Backspace');
    equal('and Backspace out', await seen.placeOf(page), VOLUME);
    equal('with the focus on the first row', await focused(), (await seen.rowsOf(page, '#contents'))[0][0]);
    await page.keyboard.press('Enter');
    await page.locator('#crumbs').getByRole('button', { name: VOLUME, exact: true }).focus();
    await page.keyboard.press('Enter');
    holds('a step of the way leads to the map', (await seen.focusOf(page)).startsWith('Users: '));
    await page.keyboard.press('Enter');
    await page.focus('#out');
    await page.keyboard.press('Enter');
    holds('so does the button', (await seen.focusOf(page)).startsWith('Users: '));
}

// Every block is reached by arrow keys alone.
async function checkReach(page)
{
    const labels = (await seen.blocksOf(page)).map(block => block.label);
    const reached = new Set();
    const queue = [labels[0]];

    while (queue.length > 0) {
        const label = queue.pop();

        if (reached.has(label))
            continue;
        reached.add(label);
        for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
            await page.evaluate(wanted => [...document.querySelectorAll('#map button.block')]
                .find(block => block.getAttribute('aria-label') === wanted).focus(), label);
            await page.keyboard.press(key);
            queue.push(await seen.focusOf(page));
        }
    }
    equal('arrow keys reach every block', reached.size, new Set(labels).size);
}

// The larger a block, the more bytes: the shares of the map are those of the sizes.
async function checkMap(page, size, report)
{
    const blocks = await seen.blocksOf(page);
    const total = report.total[`${size}_bytes`];
    const expected = [...report.folders.map(one => one[`${size}_bytes`]), report.direct[`${size}_bytes`],
        size === 'freed' ? report.freed_together_bytes : 0].map(bytes => bytes / total).filter(share => share > 0);
    const sorted = list => [...list].sort((a, b) => b - a);
    const found = sorted(blocks.map(block => block.share));

    holds(`${size}: the map is full`, Math.abs(found.reduce((sum, share) => sum + share, 0) - 1) < 0.001);
    holds(`${size}: each block is as large as its share`, found.length > 1 && found.every((share, i) =>
        i === found.length - 1 || Math.abs(share - sorted(expected)[i]) < 0.002), `${found}\n  ${sorted(expected)}`);
}

async function checkSizes(page, image)
{
    const report = reportOf(image, '--top', '1000000');

    for (const size of ['naive', 'unique', 'allocated', 'freed']) {
        await page.check(`#sizes [value=${size}]`);
        equal(`${size}: the table is sorted by it`, (await page.$$eval('#contents [aria-sort]', heads =>
            heads.map(head => head.textContent.toLowerCase()))), [size]);
        holds(`${size}: the charts tell it`, (await page.textContent('#chart-ages thead')).toLowerCase().includes(size));
        await checkMap(page, size, report);
    }
    await page.focus('#sizes [value=freed]');
    await page.keyboard.press('ArrowLeft');
    holds('arrow keys choose a size, too', await page.isChecked('#sizes [value=allocated]'));
}

export async function checkWalking(browser, image)
{
    for (const [what, check] of [['mouse', checkMouse], ['keyboard', checkKeyboard],
        ['table keys', checkTableKeys], ['reach', checkReach], ['sizes', checkSizes]]) {
        const page = await openPage(browser, pageOf(image));

        await check(page, image);
        await closePage(page, what);
    }
}
