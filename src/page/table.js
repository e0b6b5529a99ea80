// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables that sort by any column and show a part of many rows.
//
//   const table = makeTable(place, { caption, columns, sort: 'allocated' });
//   table.show(rows, { total, chosen: 'allocated' });
//
// A column: { key, title, text(row), value(row) (default: row[key]), cell(row) (default: its text), ascends, isChoice }.
// The first one is the heading of its row. Of those that are a choice one is `chosen`.
'use strict';

const ROWS_AT_ONCE = 200;

function makeTable(place, { caption, columns, sort })
{
    const head = element('tr');
    const body = element('tbody');
    const foot = element('tfoot');
    const more = element('button', { type: 'button', class: 'more', hidden: true, onclick: showMore });
    const title = element('caption', {}, caption);
    const table = element('table', {}, title, element('thead', {}, head), body, foot);
    const state = { key: sort, descends: true, rows: [], options: {}, most: ROWS_AT_ONCE };
    const heads = new Map();

    for (const column of columns) {
        const button = element('button', { type: 'button', onclick: () => turn(column) }, column.title);

        heads.set(column.key, element('th', { scope: 'col' }, button));
        head.append(heads.get(column.key));
    }
    place.replaceChildren(element('div', { class: 'scroll' }, table), more);

    function turn(column)
    {
        state.descends = state.key === column.key ? !state.descends : !column.ascends;
        state.key = column.key;
        draw();
    }

    function showMore()
    {
        state.most += 5 * ROWS_AT_ONCE;
        draw();
    }

    function valueOf(column, row)
    {
        return column.value ? column.value(row) : row[column.key];
    }

    function ordered()
    {
        const column = columns.find(one => one.key === state.key);
        const sign = state.descends ? -1 : 1;

        return state.rows.map(row => [valueOf(column, row), row]).sort(([a], [b]) =>
            sign * (typeof a === 'string' ? a.localeCompare(b, 'en') : a - b)).map(([, row]) => row);
    }

    function classOf(column)
    {
        return column.isChoice && (column.key === state.options.chosen ? 'chosen' : 'other');
    }

    function line(row)
    {
        return element('tr', { class: row.kind && row.kind !== 'folder' && 'aside' }, ...columns.map((column, i) =>
            element(i === 0 ? 'th' : 'td', { scope: i === 0 && 'row', class: classOf(column) },
                column.cell ? column.cell(row) : column.text(row))));
    }

    function draw()
    {
        const rows = ordered();
        const left = rows.length - state.most;

        for (const column of columns) {
            const cell = heads.get(column.key);

            if (column.key === state.key)
                cell.setAttribute('aria-sort', state.descends ? 'descending' : 'ascending');
            else
                cell.removeAttribute('aria-sort');
            cell.className = classOf(column) || '';
        }
        body.replaceChildren(...rows.slice(0, state.most).map(line));
        foot.replaceChildren(...(state.options.total ? [line({ ...state.options.total, kind: undefined })] : []));
        title.textContent = state.options.caption ?? caption;
        more.hidden = left <= 0;
        more.textContent = `Show more rows: ${commas(Math.max(left, 0))} are not shown`;
    }

    // `options.sort`: sort by this column from now on, the largest first.
    function show(rows, options = {})
    {
        state.rows = rows;
        state.options = options;
        state.most = ROWS_AT_ONCE;
        if (options.sort) {
            state.key = options.sort;
            state.descends = true;
        }
        draw();
    }

    return { show };
}
