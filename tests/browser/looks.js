// SPDX-License-Identifier: GPL-3.0-or-later
//
// Light and dark, narrow and wide: what is written can be read, and nothing juts out.
import { equal, holds } from '../duckdb/tally.js';
import { closePage, openPage } from './chromium.js';
import { pageOf } from './sources.js';

// What WCAG 2 asks of small text.
const CONTRAST = 4.5;

function luminance([r, g, b])
{
    const [red, green, blue] = [r, g, b].map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a, b)
{
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);

    return (light + 0.05) / (dark + 0.05);
}

// Colours as [r, g, b], resolved by the page itself.
function coloursOf(page, names)
{
    return page.evaluate(wanted => wanted.map(name => {
        const probe = document.createElement('i');

        probe.style.color = `var(--${name})`;
        document.body.append(probe);
        const colour = getComputedStyle(probe).color.match(/[0-9.]+/g).slice(0, 3).map(Number);
        probe.remove();
        return colour;
    }), names);
}

const PAIRS = [
    ['ink', 'paper'], ['ink', 'card'], ['soft', 'paper'], ['soft', 'card'], ['accent', 'card'], ['accent', 'paper'],
    ...['all', 'most', 'some', 'none', 'plain'].map(shade => [`${shade}-ink`, shade]), ['plain-ink', 'stripe'],
];

async function checkColours(page, scheme)
{
    for (const pair of PAIRS) {
        const [text, ground] = await coloursOf(page, pair);

        holds(`${scheme}: ${pair.join(' on ')} can be read`, contrast(text, ground) >= CONTRAST,
            contrast(text, ground).toFixed(2));
    }
    const [focus, card] = await coloursOf(page, ['focus', 'card']);
    holds(`${scheme}: the focus can be seen`, contrast(focus, card) >= 3);
    const [paper] = await coloursOf(page, ['paper']);
    equal(`${scheme}: the paper is ${scheme}`, luminance(paper) > 0.5, scheme === 'light');
}

// Labels, captions and headings that programs which read pages aloud need.
async function checkWords(page)
{
    equal('every control has a name', await page.$$eval('button, input', controls => controls.filter(control =>
        !control.hidden && !control.textContent.trim() && !control.getAttribute('aria-label') && !control.closest('label'))
        .map(control => control.outerHTML)), []);
    equal('every table has a caption', await page.$$eval('table', tables => tables.filter(table => !table.caption).length), 0);
    equal('every row of a table has a heading', await page.$$eval('tbody tr', rows =>
        rows.filter(row => row.firstElementChild.tagName !== 'TH' || row.firstElementChild.scope !== 'row').length), 0);
    equal('blocks within blocks are not read out', await page.$$eval('#map div.block', blocks =>
        blocks.filter(block => block.getAttribute('aria-hidden') !== 'true').length), 0);
}

export async function checkLooks(browser, image)
{
    const file = pageOf(image);

    for (const colorScheme of ['light', 'dark'])
        for (const width of [1280, 360]) {
            const page = await openPage(browser, file, { colorScheme, viewport: { width, height: 800 } });

            if (width > 360) {
                await checkColours(page, colorScheme);
                await checkWords(page);
            }
            equal(`${width} wide: nothing juts out`, await page.evaluate(() =>
                document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
            await page.check('#sizes [value=freed]');
            equal(`${width} wide: the chosen size can be seen`, await page.$$eval('th.chosen', heads =>
                heads.every(head => head.offsetWidth > 0 && head.getBoundingClientRect().right <= innerWidth)), true);
            await closePage(page, `${colorScheme}, ${width} wide`);
        }
    const still = await openPage(browser, file, { reducedMotion: 'reduce' });
    equal('whoever wants no motion sees none', await still.$$eval('*', all =>
        all.filter(one => getComputedStyle(one).transitionDuration !== '0s').length), 0);
    await closePage(still, 'without motion');
}
