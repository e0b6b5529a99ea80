// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values of mftlink's JSON without loss: numbers beyond 2^53, times of 100 ns, names that are no valid UTF-16.

const TICKS_1601_TO_1970 = 116444736000000000n;
const TIME = /^\+?(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{7})Z$/;

// JSON.parse would round large numbers. Each number that is a key's value is made a text of its digits: a quote
// behind a letter, with a colon behind it, ends a key, as within a text the quote has a backslash before it.
export function parse(json)
{
    return JSON.parse(json.replace(/(?<=\w": ?)-?\d+(?=[,}\n])/g, '"$&"'));
}

// 100 ns since 1601, of 64 bits without a sign.
export function ticks(time)
{
    const [year, month, day, hour, minute, second, fraction] = TIME.exec(time).slice(1);
    const milliseconds = Date.UTC(+year, month - 1, +day, +hour, +minute, +second);

    return BigInt(milliseconds) * 10000n + BigInt(fraction) + TICKS_1601_TO_1970;
}

function floor(dividend, divisor)
{
    return (dividend - (((dividend % divisor) + divisor) % divisor)) / divisor;
}

// Since 1970, rounded towards the past.
export function microseconds(when)
{
    return floor(when - TICKS_1601_TO_1970, 10n);
}

export function seconds(when)
{
    return floor(when - TICKS_1601_TO_1970, 10000000n);
}

// String.prototype.toWellFormed, which is younger than Debian's Node.
export function wellFormed(text)
{
    return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function wtf8OfOne(character)
{
    const code = character.codePointAt(0);

    if (code < 0xd800 || code > 0xdfff)
        return Buffer.from(character);
    return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
}

// The WTF-8 bytes as hexadecimal digits, of whatever is no valid UTF-16; else null.
export function raw(text)
{
    return wellFormed(text) === text ? null : Buffer.concat([...text].map(wtf8OfOne)).toString('hex');
}

export function byBytes(a, b)
{
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
