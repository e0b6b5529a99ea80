// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charts: tables of classes with a bar for each.
'use strict';

const CHARTS = [
    { key: 'ages', title: 'Age', hint: 'Time since the data of the file were changed.' },
    { key: 'kinds', title: 'Kind', hint: 'A file can be of several kinds, so these do not add up.' },
    { key: 'links', title: 'Number of names', hint: 'Files with more than one name are hard-linked.' },
    { key: 'sizes', title: 'Size of file', hint: 'Of its main data, as a listing shows it.' },
];

function isNothing(row)
{
    return row.names === 0 && row.files === 0 && row.allocated_bytes === 0;
}

// A bar is a picture of the number beside it, which is what is read out.
function barOf(value, largest)
{
    const bar = element('span', { 'aria-hidden': true });

    bar.style.width = `${largest > 0 ? 100 * value / largest : 0}%`;
    return bar;
}

function drawChart(chart, rows, size, amount)
{
    const key = `${size.key}_bytes`;
    const seen = rows.filter(row => !isNothing(row));
    const largest = Math.max(0, ...seen.map(row => row[key]));
    const lines = seen.map(row => element('tr', {},
        element('th', { scope: 'row' }, row.class),
        element('td', { class: 'share' }, row[key] > 0 ? barOf(row[key], largest) : ''),
        element('td', {}, amount(row[key])),
        element('td', {}, commas(row.files))));

    return element('div', { class: 'card chart', id: `chart-${chart.key}` },
        element('h3', {}, chart.title),
        element('div', { class: 'scroll' }, element('table', {},
            element('caption', {}, chart.hint),
            element('thead', {}, element('tr', {},
                element('th', { scope: 'col' }, chart.title),
                element('td', {}),
                element('th', { scope: 'col' }, size.title),
                element('th', { scope: 'col' }, 'Files'))),
            element('tbody', {}, ...lines))));
}

// Rows of [words, bytes, is a sum].
function drawFigures(place, caption, rows, amount)
{
    place.replaceChildren(element('div', { class: 'scroll' }, element('table', { class: 'figures' },
        element('caption', {}, caption),
        element('tbody', {}, ...rows.map(([words, value, isSum]) => element('tr', { class: isSum && 'sum' },
            element('th', { scope: 'row' }, words), element('td', {}, amount(value))))))));
}
