// SPDX-License-Identifier: GPL-3.0-or-later
//
// The map: each folder is a block as large as its share. Squarified as Bruls, Huizing and van Wijk describe it
// (2000): a row of blocks along the shorter side takes one more as long as that makes its blocks squarer.
'use strict';

const HEAD = 19; // pixels: the line of a block's name
const SMALLEST = 14; // square pixels: what is smaller is put together
const MOST_BLOCKS = 1500;
const MOST_LEVELS = 3;

const partOfBlock = new WeakMap(); // what each block stands for

// The worst ratio of sides in a row of blocks with this sum, smallest and largest, along a side.
function worst(sum, smallest, largest, side)
{
    const square = sum * sum, along = side * side;

    return Math.max(along * largest / square, square / (along * smallest));
}

// Boxes {x, y, w, h}, in the order of `areas` (descending, above 0), which fill `box`.
function squarify(areas, box)
{
    const boxes = [];
    let { x, y, w, h } = box;
    let at = 0;

    while (at < areas.length) {
        const side = Math.min(w, h);
        let end = at + 1, sum = areas[at];

        while (end < areas.length && worst(sum + areas[end], areas[end], areas[at], side) <=
            worst(sum, areas[end - 1], areas[at], side))
            sum += areas[end++];
        const depth = side > 0 ? sum / side : 0;
        for (let along = 0; at < end; at++) {
            const length = sum > 0 ? side * areas[at] / sum : 0;

            boxes.push(w >= h ? { x, y: y + along, w: depth, h: length } : { x: x + along, y, w: length, h: depth });
            along += length;
        }
        if (w >= h) {
            x += depth;
            w = Math.max(0, w - depth);
        } else {
            y += depth;
            h = Math.max(0, h - depth);
        }
    }
    return boxes;
}

// The parts that are large enough to be seen, the largest first, and the others as one.
function visible(parts, key, pixels)
{
    const sorted = parts.filter(part => part[key] > 0).sort((a, b) => b[key] - a[key]);
    const total = sorted.reduce((sum, part) => sum + part[key], 0);
    let n = sorted.length;

    while (n > 1 && sorted[n - 1][key] * pixels < SMALLEST * total)
        n--;
    if (sorted.length - n < 2)
        return { list: sorted, total };
    const list = sorted.slice(0, n);
    list.push({ kind: 'rest', row: -1, name: `${commas(sorted.length - n)} more, too small to draw`,
        [key]: sorted.slice(n).reduce((sum, part) => sum + part[key], 0) });
    return { list: list.sort((a, b) => b[key] - a[key]), total };
}

function place(made, box)
{
    made.style.left = `${box.x}px`;
    made.style.top = `${box.y}px`;
    made.style.width = `${Math.max(0, box.w)}px`;
    made.style.height = `${Math.max(0, box.h)}px`;
}

// Draws the map of `row` into `map`. `describe(part)` gives a block its words.
function drawMap(map, model, row, key, describe, amount)
{
    const frame = document.createDocumentFragment();
    let drawn = 0;

    function block(part, box, level)
    {
        const made = element(level === 0 ? 'button' : 'div', {
            class: `block ${part.kind === 'rest' ? 'stripes' : shadeOf(part)}`,
            ...(level === 0 ? { type: 'button', tabindex: -1, 'aria-label': describe(part), 'aria-describedby': 'told' } : { 'aria-hidden': true }),
        });

        partOfBlock.set(made, part);
        if (part.kind === 'folder')
            made.dataset.row = part.row;
        else
            made.classList.add('still');
        place(made, box);
        if (box.w > 34 && box.h > 15) {
            made.classList.toggle('tall', box.h > 36 && !opens(part, box, level));
            made.append(element('span', { class: 'label' }, nameElement(part.name),
                element('span', { class: 'amount' }, amount(part[key]))));
        }
        frame.append(made);
        drawn++;
    }

    function opens(part, box, level)
    {
        return part.kind === 'folder' && level + 1 < MOST_LEVELS && box.w > 60 && box.h > 50 && drawn < MOST_BLOCKS &&
            model.hasFolders(part.row);
    }

    function fill(parent, box, level)
    {
        const { list, total } = visible(model.parts(parent), key, box.w * box.h);
        const scale = total > 0 ? box.w * box.h / total : 0;
        const boxes = squarify(list.map(part => part[key] * scale), box);

        list.forEach((part, i) => block(part, boxes[i], level));
        list.forEach((part, i) => {
            const { x, y, w, h } = boxes[i];

            if (opens(part, boxes[i], level))
                fill(part.row, { x: x + 3, y: y + HEAD, w: w - 6, h: h - HEAD - 3 }, level + 1);
        });
        return list.length;
    }

    const n = fill(row, { x: 0, y: 0, w: map.clientWidth, h: map.clientHeight }, 0);
    if (n === 0)
        frame.append(element('p', {}, 'Nothing here has any bytes of this size.'));
    map.replaceChildren(frame);
    const first = map.querySelector('button');
    if (first)
        first.tabIndex = 0;
}

// The block that is next to `from` in the direction of an arrow key: the nearest one beyond that edge.
function neighbour(map, from, key)
{
    const here = from.getBoundingClientRect();
    const middle = { x: here.left + here.width / 2, y: here.top + here.height / 2 };
    let best = null, least = Infinity;

    for (const other of map.querySelectorAll('button.block')) {
        const there = other.getBoundingClientRect();
        const x = there.left + there.width / 2 - middle.x, y = there.top + there.height / 2 - middle.y;
        const ahead = {
            ArrowRight: there.left - here.right, ArrowLeft: here.left - there.right,
            ArrowDown: there.top - here.bottom, ArrowUp: here.top - there.bottom,
        }[key];
        const aside = key === 'ArrowRight' || key === 'ArrowLeft' ?
            Math.max(0, there.top - middle.y, middle.y - there.bottom) :
            Math.max(0, there.left - middle.x, middle.x - there.right);
        const distance = Math.max(0, ahead) + 3 * aside + Math.hypot(x, y) / 1000;

        if (other !== from && ahead > -2 && distance < least) {
            best = other;
            least = distance;
        }
    }
    return best;
}
