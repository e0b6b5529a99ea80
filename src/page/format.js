// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers and names as text, and elements that hold them. Names from a disk are text and nothing else: they go into
// the page by textContent only.
'use strict';

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

// 1081188 -> "1,081,188"
function commas(value)
{
    return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

// As mftlink writes it as text: in tenths of the unit that fits, rounded.
function human(nbytes)
{
    let unit = 0;

    if (nbytes < 1024)
        return nbytes === 1 ? '1 byte' : `${nbytes} bytes`;
    while (unit < 5 && nbytes >= 1024 ** (unit + 2))
        unit++;
    const tenths = Math.floor((Math.floor(nbytes / 1024 ** unit) * 10 + 512) / 1024);
    return `${commas(Math.floor(tenths / 10))}.${tenths % 10} ${UNITS[unit]}`;
}

function percent(part, whole)
{
    const share = whole > 0 ? 100 * part / whole : 0;

    if (share > 0 && share < 0.1)
        return 'under 0.1 %';
    return `${share >= 10 || share === 0 ? Math.round(share) : share.toFixed(1)} %`;
}

function codeOf(character)
{
    return `\u2039U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}\u203A`;
}

// A name for people's eyes: what cannot be seen, or would turn the text around it, is told by its code; control
// characters are their pictures.
function shown(name)
{
    return name
        .replace(/[\u0000-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
        .replace(/[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, codeOf)
        .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, codeOf);
}

// An element with attributes, and what is in it: elements, or texts. `on...` attributes are listeners.
function element(tag, attributes = {}, ...inside)
{
    const made = document.createElement(tag);

    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on'))
            made.addEventListener(key.slice(2), value);
        else if (value !== false && value !== undefined && value !== null)
            made.setAttribute(key, value === true && !key.startsWith('aria-') ? '' : value);
    }
    made.append(...inside);
    return made;
}

// A name, kept apart from the direction of the text around it.
function nameElement(name)
{
    return element('bdi', {}, shown(name));
}
