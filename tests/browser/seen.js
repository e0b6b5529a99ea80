// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a page shows, as a person would read it off: texts of its elements, and numbers again out of these.

// "1,081,188" -> 1081188
function number(text)
{
    return Number(text.replaceAll(',', ''));
}

// Presses the button called `name` within `place`.
export function press(page, place, name)
{
    return page.locator(place).getByRole('button', { name, exact: true }).click();
}

// The rows of the table within `place`: texts, the heading of each row first.
export function rowsOf(page, place)
{
    return page.$$eval(`${place} tbody tr`, rows => rows.map(row => [...row.children].map(cell => cell.textContent)));
}

export async function totalOf(page)
{
    const cells = await page.$$eval('#contents tfoot tr > *', found => found.map(cell => cell.textContent));

    return cells.map((text, i) => i === 0 ? text : number(text));
}

// Exact bytes everywhere, and every row of the folder's table.
export async function showAll(page)
{
    await page.check('#exact');
    while (await page.isVisible('#contents .more'))
        await page.click('#contents .more');
}

// The folder's table as a map from name to numbers.
export async function contentsOf(page)
{
    return (await rowsOf(page, '#contents')).map(([name, ...texts]) => [name, ...texts.map(number)]);
}

export async function sizesOf(page)
{
    const found = {};

    for (const key of ['naive', 'unique', 'allocated', 'freed'])
        found[key] = number(await page.textContent(`#size-${key}`));
    return found;
}

// [class, bytes, files] of a chart.
export async function chartOf(page, key)
{
    return (await rowsOf(page, `#chart-${key}`)).map(([name, , bytes, files]) => [name, number(bytes), number(files)]);
}

// [name, naive, unique, allocated, freed, files] of a list.
export async function listOf(page, key)
{
    while (await page.isVisible(`#list-${key} .more`))
        await page.click(`#list-${key} .more`);
    return (await rowsOf(page, `#list-${key}`)).map(([name, ...texts]) => [name, ...texts.map(number)]);
}

// [words, bytes] of the figures in `place`.
export async function figuresOf(page, place)
{
    return (await rowsOf(page, place)).map(([words, bytes]) => [words, number(bytes)]);
}

// The large blocks of the map: name (with its amount), row, and how much of the map each takes.
export function blocksOf(page)
{
    return page.$$eval('#map button.block', blocks => {
        const map = document.getElementById('map');
        const all = map.clientWidth * map.clientHeight;

        return blocks.map(block => ({
            label: block.getAttribute('aria-label'),
            row: block.dataset.row === undefined ? null : Number(block.dataset.row),
            share: parseFloat(block.style.width) * parseFloat(block.style.height) / all,
        }));
    });
}

// What the page calls the folder that it shows.
export function placeOf(page)
{
    return page.textContent('#crumbs [aria-current]');
}

export function focusOf(page)
{
    return page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id);
}
