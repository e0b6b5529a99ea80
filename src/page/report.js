// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page put together: what is shown is one folder in one of the four sizes. Whatever is drawn is drawn anew from
// these two; browsers' way back leads through the folders.
'use strict';

performance.mark('mftlink-begin');

const model = makeModel(JSON.parse(document.getElementById('report').textContent),
    JSON.parse(document.getElementById('folders').textContent));
const state = { row: 0, size: 'allocated', exact: false, find: '', deep: false };
const at = id => document.getElementById(id);

function amount(nbytes)
{
    return state.exact ? commas(nbytes) : human(nbytes);
}

function titleOf(row)
{
    return row === 0 && model.report.under === null ? 'The whole volume' : model.nameOf(row);
}

// ---- Words

function describe(part)
{
    const size = SIZES.find(one => one.key === state.size);
    const share = percent(part[state.size], model.folders[state.size][state.row]);
    const words = `${shown(part.name)}: ${amount(part[state.size])} ${size.title.toLowerCase()}, ${share}`;

    return part.kind === 'folder' ? `${words}. Enter opens it.` : words;
}

// What is said of a block below the map.
function tell(part)
{
    const words = [`naive ${amount(part.naive ?? 0)}`, `unique ${amount(part.unique ?? 0)}`,
        `allocated ${amount(part.allocated ?? 0)}`].join(', ');

    if (part.kind === 'together')
        return [`${amount(part.freed)} are of files with names in several of these folders: only deleting all of them gives it back.`];
    if (part.kind === 'rest')
        return [`${part.name}: ${amount(part[state.size])} together. The table below lists each.`];
    if (part.kind === 'direct')
        return [element('b', {}, 'Files directly here'), `: ${words}; deleting them gives back ${amount(part.freed)}. ` +
            `${commas(part.files)} files.`];
    if (part.kind === 'folded')
        return [element('b', {}, part.name), `, too small to be listed one by one: ${words}. Each deleted alone gives back ` +
            `${amount(part.freed)} in all. ${commas(part.files)} files.`];
    return [element('b', {}, nameElement(part.name)), `: ${words}; deleting it gives back ${amount(part.freed)} ` +
        `(${commas(part.freed_files)} of its ${commas(part.files)} files have no name elsewhere).`];
}

function tellRow(row)
{
    at('told').replaceChildren(...tell({ kind: 'folder', name: titleOf(row), ...model.sizes(row) }));
}

// ---- The four sizes

function drawSizes()
{
    const sizes = model.sizes(state.row);

    if (!at('sizes').querySelector('input'))
        at('sizes').append(...SIZES.map(size => element('label', { class: 'size' },
            element('input', { type: 'radio', name: 'size', value: size.key, onchange: () => choose(size.key) }),
            element('span', { class: 'title' }, size.title),
            element('span', { class: 'value', id: `size-${size.key}` }),
            element('span', { class: 'meaning' }, size.meaning))));
    for (const size of SIZES) {
        at(`size-${size.key}`).textContent = amount(sizes[size.key]);
        at('sizes').querySelector(`[value=${size.key}]`).checked = size.key === state.size;
    }
}

function choose(size)
{
    state.size = size;
    remember(true);
    draw({ sort: size });
}

// ---- Going in and out

// `focus(from)` leads the keyboard on, since what it was at is drawn anew.
function goTo(row, focus)
{
    const from = state.row;

    if (row === from)
        return;
    state.row = row;
    state.find = at('find').value = '';
    remember(false);
    draw({ sort: state.size });
    if (focus)
        focus(from);
}

function goOut(focus)
{
    if (state.row > 0)
        goTo(model.parent(state.row), focus);
}

// A click that the keyboard made has no place on the screen.
function byKeyboard(event, focus)
{
    return event.detail === 0 ? focus : null;
}

function focusRow()
{
    (at('contents').querySelector('tbody button') ?? at('out')).focus();
}

// The place goes into the address, so that going back leads to it.
function remember(isSame)
{
    const address = `#${state.size}/${state.row}`;

    if (isSame)
        history.replaceState(null, '', address);
    else
        history.pushState(null, '', address);
}

function recall()
{
    const [size, row] = location.hash.slice(1).split('/');

    state.size = SIZES.some(one => one.key === size) ? size : 'allocated';
    state.row = /^[0-9]+$/.test(row ?? '') && Number(row) < model.n ? Number(row) : 0;
}

function drawCrumbs()
{
    const way = model.way(state.row);
    const rows = way.length > 9 ? [...way.slice(0, 3), -1, ...way.slice(-5)] : way;

    at('crumbs').replaceChildren(...rows.map(row => element('li', {}, row < 0 ? '\u2026' : row === state.row ?
        element('span', { 'aria-current': 'page' }, nameElement(titleOf(row))) :
        element('button', { type: 'button', class: 'link', onclick: event => goTo(row, byKeyboard(event, focusBlock)) },
            nameElement(titleOf(row))))));
    at('out').disabled = state.row === 0;
}

// ---- The map

// The block of the folder that one came out of, or the largest one.
function focusBlock(row)
{
    const blocks = [...at('map').querySelectorAll('button.block')];
    const block = blocks.find(one => one.dataset.row === String(row)) ?? blocks[0];

    if (block)
        setFocus(block);
    else
        at('out').focus();
}

function setFocus(block)
{
    for (const other of at('map').querySelectorAll('button[tabindex="0"]'))
        other.tabIndex = -1;
    block.tabIndex = 0;
    block.focus();
}

// Out by key wherever one is on the page, but where one writes.
function onKey(event)
{
    const isOut = event.key === 'Backspace' || event.key === 'Escape';

    if (!isOut || event.altKey || event.ctrlKey || event.metaKey || event.target.matches('input[type=search]'))
        return;
    event.preventDefault();
    goOut(event.target.closest('#contents') ? focusRow : focusBlock);
}

function onMapKey(event)
{
    const blocks = at('map').querySelectorAll('button.block');
    const here = event.target.closest('button.block');
    let next = null;

    if (event.altKey || event.ctrlKey || event.metaKey)
        return;
    if (event.key === 'Home')
        next = blocks[0];
    else if (event.key === 'End')
        next = blocks[blocks.length - 1];
    else if (here && event.key.startsWith('Arrow'))
        next = neighbour(at('map'), here, event.key);
    else
        return;
    event.preventDefault();
    if (next)
        setFocus(next);
}

function onMapClick(event)
{
    const block = event.target.closest('[data-row]');

    if (block)
        goTo(Number(block.dataset.row), byKeyboard(event, focusBlock));
}

function onMapHover(event)
{
    const block = event.target.closest('.block');

    if (block)
        at('told').replaceChildren(...tell(partOfBlock.get(block)));
}

function onMapFocus(event)
{
    const frame = element('div', { class: 'frame', 'aria-hidden': true });
    const { left, top, width, height } = event.target.style;

    onMapHover(event);
    unframe();
    if (!event.target.matches('.block:focus-visible'))
        return;
    Object.assign(frame.style, { left, top, width, height });
    at('map').append(frame);
}

function unframe()
{
    at('map').querySelector('.frame')?.remove();
}

function drawMapOf()
{
    drawMap(at('map'), model, state.row, state.size, describe, amount);
    tellRow(state.row);
}

// ---- Tables

function nameCell(part)
{
    const name = nameElement(part.isFar ? model.pathOf(part.row) : part.name);

    if (part.kind !== 'folder')
        return part.kind ? element('span', {}, `(${part.name})`) : name;
    return element('button', { type: 'button', class: 'link', onclick: event => goTo(part.row, byKeyboard(event, focusRow)) },
        name);
}

const SIZE_COLUMNS = SIZES.map(({ key, title }) => ({ key, title, isChoice: true, text: row => amount(row[key]) }));
const BYTES_COLUMNS = SIZES.map(({ key, title }) =>
    ({ key: `${key}_bytes`, title, isChoice: true, text: row => amount(row[`${key}_bytes`]) }));

function countColumn(key, title)
{
    return { key, title, text: row => commas(row[key] ?? 0), value: row => row[key] ?? 0 };
}

// What is not a folder stands behind all names.
function orderOf(part)
{
    return part.kind === 'folder' ? part.name : `\uffff${part.name}`;
}

const contents = makeTable(at('contents'), { caption: '', sort: 'allocated', columns: [
    { key: 'name', title: 'Folder', value: orderOf, cell: nameCell, ascends: true }, ...SIZE_COLUMNS,
    countColumn('files', 'Files'), countColumn('names', 'Names'), countColumn('folders', 'Folders in it'),
] });

function hasWord(name, word)
{
    return name.toLowerCase().includes(word);
}

function foundParts(word)
{
    if (!state.deep)
        return model.parts(state.row).filter(part => hasWord(part.name, word));
    return model.below(state.row).filter(row => hasWord(model.nameOf(row), word)).map(row =>
        ({ kind: 'folder', row, name: model.nameOf(row), isFar: true, ...model.sizes(row) }));
}

function drawContents(options)
{
    const word = state.find.trim().toLowerCase();
    const isAll = word === '' && !state.deep;
    const parts = isAll ? model.parts(state.row) : foundParts(word);
    const caption = isAll ? `What is in ${shown(titleOf(state.row) === 'The whole volume' ? 'the volume' : model.pathOf(state.row))}` :
        `Folders found: ${commas(parts.length)}${model.folders.folded.length && state.deep ? ' (those folded together are not searched)' : ''}`;

    contents.show(parts, { ...options, caption, chosen: state.size,
        total: isAll ? { name: 'Total', ...model.sizes(state.row) } : undefined });
}

function makeList(key, what, none)
{
    const find = element('input', { type: 'search', placeholder: `part of an ${what}`, autocomplete: 'off', oninput: () => show() });
    const place = element('div');
    const label = what[0].toUpperCase() + what.slice(1);
    const name = row => row[what] === null ? '(others)' : row[what] === '' ? none : row[what];

    at('lists').append(element('div', { class: 'card', id: `list-${key}` }, element('h3', {}, `By ${what}`),
        element('div', { class: 'bar' }, element('label', {}, 'Find ', find)), place));
    const table = makeTable(place, { caption: '', sort: 'allocated_bytes', columns: [
        { key: what, title: label, value: name, cell: row => nameElement(name(row)), ascends: true }, ...BYTES_COLUMNS,
        countColumn('files', 'Files'),
    ] });

    function show(options = {})
    {
        const word = find.value.trim().toLowerCase();
        const rows = model.report[key].filter(row => hasWord(name(row), word));

        table.show(rows, { ...options, chosen: `${state.size}_bytes` });
    }

    return { show };
}

const lists = [makeList('extensions', 'extension', '(none)'), makeList('owners', 'owner', '(unknown)')];

// ---- What does not depend on the folder

function drawShares(options)
{
    const size = SIZES.find(one => one.key === state.size);

    at('shares-hint').textContent = `Of ${model.report.under === null ? 'the whole volume' : shown(model.folders.path)}, ` +
        'whichever of its folders is shown above.';
    at('charts').replaceChildren(...CHARTS.map(chart => drawChart(chart, model.report[chart.key], size, amount)));
    for (const list of lists)
        list.show(options.sort ? { sort: `${options.sort}_bytes` } : {});
}

function drawStore()
{
    const store = model.report.component_store;

    at('store').hidden = !store;
    if (store)
        drawFigures(at('store-table'), 'As Windows\u2019 own component store report tells it', [
            ['Apparent: what a listing adds up to', store.apparent_bytes],
            ['Actual: the clusters of each file, once', store.actual_bytes, true],
            ['of these, shared with Windows', store.shared_bytes],
            ['of these, its own: all that it costs', store.own_bytes],
        ], amount);
}

const ACCOUNT = [
    ['Files\u2019 data', 'data_bytes'], ['Named streams', 'stream_bytes'], ['Folder indexes', 'folder_bytes'],
    ['Attribute lists', 'list_bytes'], ['Other attributes', 'other_bytes'], ['The file system\u2019s own', 'system_bytes'],
    ['Bad clusters', 'bad_bytes'],
];

// What is left over, with its name and what it means.
function residueOf(account)
{
    if (account.unclaimed_bytes > 0)
        return ['Residue: marked, but of no file. Clusters were lost, or their records cannot be read', account.unclaimed_bytes];
    if (account.unmarked_bytes > 0)
        return ['Residue: of files, but not marked. Clusters belong to two files, or count as free', account.unmarked_bytes];
    return ['Residue', 0];
}

function drawAccount()
{
    const account = model.report.account;

    if (!account) {
        at('account-table').replaceChildren(element('p', {}, `Not known: ${model.report.no_account}.`));
        return;
    }
    const rows = ACCOUNT.map(([words, key]) => [words, account[key]]);
    rows.push(['Sum', account.claimed_bytes, true], ['Marked as used in $Bitmap', account.marked_bytes], residueOf(account));
    if (account.headers_less_bytes > 0)
        rows.push(['Files\u2019 headers tell less by', account.headers_less_bytes]);
    if (account.headers_more_bytes > 0)
        rows.push(['Files\u2019 headers tell more by', account.headers_more_bytes]);
    if (account.orphan_bytes > 0)
        rows.push(['Of the sum, in no folder', account.orphan_bytes]);
    drawFigures(at('account-table'), 'Clusters by the runs of all records', rows, amount);
}

function drawWords()
{
    const { source, partition, under } = model.report;
    const of = partition === null ? source : `${source}, partition ${partition}`;

    document.title = `${shown(source)}: where the space is`;
    at('source').replaceChildren(nameElement(of), under === null ? '' : ', folder ', under === null ? '' : nameElement(model.folders.path));
    at('made').textContent = `Made by mftlink ${model.folders.version} at ${model.folders.made.slice(0, 19).replace('T', ' ')} UTC, the time that ages are counted from. ` +
        'This page asks nothing of any network.';
    at('shades').replaceChildren('Deleting a folder gives back: ', ...SHADES.map(([shade, words]) =>
        element('span', {}, element('i', { class: shade }), words)));
}

// ---- All of it

function draw(options = {})
{
    drawSizes();
    drawCrumbs();
    drawMapOf();
    drawContents(options);
    drawShares(options);
    drawStore();
    drawAccount();
}

function listen()
{
    at('out').addEventListener('click', event => goOut(byKeyboard(event, focusBlock)));
    at('map').addEventListener('click', onMapClick);
    at('map').addEventListener('keydown', onMapKey);
    document.addEventListener('keydown', onKey);
    at('map').addEventListener('mouseover', onMapHover);
    at('map').addEventListener('focusin', onMapFocus);
    at('map').addEventListener('focusout', unframe);
    at('map').addEventListener('mouseleave', () => tellRow(state.row));
    at('find').addEventListener('input', () => {
        state.find = at('find').value;
        drawContents({});
    });
    at('deep').addEventListener('change', () => {
        state.deep = at('deep').checked;
        drawContents({});
    });
    at('exact').addEventListener('change', () => {
        state.exact = at('exact').checked;
        draw();
    });
    window.addEventListener('popstate', () => {
        recall();
        draw({ sort: state.size });
    });
    window.addEventListener('resize', () => drawMapOf());
}

recall();
drawWords();
draw({ sort: state.size });
listen();
performance.mark('mftlink-usable');
performance.measure('mftlink', 'mftlink-begin', 'mftlink-usable');
