// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts what held and what did not, in the form that tests/run reads.
//
//   holds(what, condition)        a test: the condition is true
//   equal(what, got, expected)    a test: both are the same, deeply and with their types
//   skip(why)
//   finish()                      the last line; sets the exit status
import { inspect, isDeepStrictEqual } from 'node:util';

const counts = { passed: 0, failed: 0, skipped: 0 };

export function holds(what, condition, detail = '')
{
    counts[condition ? 'passed' : 'failed']++;
    if (!condition)
        console.log(`FAILED: ${what}${detail && `\n  ${detail}`}`);
}

function short(value)
{
    return inspect(value, { breakLength: Infinity, maxArrayLength: 20, maxStringLength: 300 }).slice(0, 1500);
}

function parting(got, expected)
{
    const at = expected.findIndex((value, i) => !isDeepStrictEqual(got[i], value));

    if (at < 0)
        return `got ${got.length} values, expected ${expected.length}`;
    return `value ${at} of ${got.length} and ${expected.length}:\n  ${difference(got[at], expected[at])}`;
}

function isObject(value)
{
    return Object.prototype.toString.call(value) === '[object Object]';
}

function onlyOf(keys, value)
{
    return Object.fromEntries(keys.map(key => [key, value[key]]));
}

// Of two long lists only the first place where they part is worth a look, of two objects the keys that differ.
function difference(got, expected)
{
    if (Array.isArray(got) && Array.isArray(expected))
        return parting(got, expected);
    if (!isObject(got) || !isObject(expected))
        return `got      ${short(got)}\n  expected ${short(expected)}`;
    const keys = Object.keys({ ...expected, ...got }).filter(key => !isDeepStrictEqual(got[key], expected[key]));
    return `got      ${short(onlyOf(keys, got))}\n  expected ${short(onlyOf(keys, expected))}`;
}

export function equal(what, got, expected)
{
    if (isDeepStrictEqual(got, expected))
        holds(what, true);
    else
        holds(what, false, difference(got, expected));
}

export function skip(why)
{
    counts.skipped++;
    console.log(`skipped: ${why}`);
}

export function finish()
{
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    process.exitCode = counts.failed ? 1 : counts.passed ? 0 : 77;
}
