/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters of rules: see filter.h. */
#include "planner/filter.h"

static const uint64_t day_ticks = UINT64_C(24) * 3600 * 10000000;

/* ---- Numbers ---- */

/* Digits at the start of TEXT, at least one, which are taken from it. */
static bool take_number(struct str *text, uint64_t *number_ret)
{
    uint64_t number = 0;
    size_t i = 0;

    for (; i < text->n && text->at[i] >= '0' && text->at[i] <= '9'; i++) {
        uint64_t digit = (uint64_t)(text->at[i] - '0');

        if (number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    if (i == 0)
        return false;
    *text = (struct str){text->at + i, text->n - i};
    *number_ret = number;
    return true;
}

/* "5GB" to bytes. */
static bool read_size(struct str text, uint64_t *low_ret, uint64_t *high_ret)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    uint64_t number;
    struct str unit;

    text = text_trim(text);
    if (!take_number(&text, &number))
        return false;
    unit = text_trim(text);
    for (unsigned i = 0; i < sizeof units / sizeof units[0]; i++)
        if ((i == 0 && unit.n == 0) || text_same_folded(unit, str_of(units[i]), NULL)) {
            if (number > UINT64_MAX >> 10 * i)
                return false;
            *low_ret = *high_ret = number << 10 * i;
            return true;
        }
    return false;
}

static bool is_leap(uint64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint64_t days_of_month(uint64_t year, uint64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (uint64_t)(month == 2 && is_leap(year));
}

/* Days from 1601-01-01 to the first day of YEAR. */
static uint64_t days_before(uint64_t year)
{
    uint64_t n = year - 1601;

    return n * 365 + n / 4 - n / 100 + n / 400;
}

static bool take_slash(struct str *text)
{
    if (text->n == 0 || *text->at != '/')
        return false;
    *text = (struct str){text->at + 1, text->n - 1};
    return true;
}

/* "2024/02/29" to the ticks of that day. */
static bool read_date(struct str text, uint64_t *low_ret, uint64_t *high_ret)
{
    uint64_t year, month, day, days;

    text = text_trim(text);
    if (!take_number(&text, &year) || !take_slash(&text) || !take_number(&text, &month) ||
        !take_slash(&text) || !take_number(&text, &day) || text.n > 0)
        return false;
    if (year < 1601 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month))
        return false;
    days = days_before(year) + day - 1;
    for (uint64_t i = 1; i < month; i++)
        days += days_of_month(year, i);
    *low_ret = days * day_ticks;
    *high_ret = *low_ret + day_ticks - 1;
    return true;
}

/* ---- FileProperties ---- */

static bool read_end(const struct filter *filter, struct str text, uint64_t *low, uint64_t *high)
{
    return filter->property == FILTER_SIZE ? read_size(text, low, high)
                                           : read_date(text, low, high);
}

/* "from-to", or one value that is both ends. */
static bool read_value(struct filter *filter, struct str text, bool *is_range_ret)
{
    const char *dash = text.n > 0 ? memchr(text.at, '-', text.n) : NULL;
    size_t n = dash ? (size_t)(dash - text.at) : 0;
    uint64_t ignored;

    *is_range_ret = dash;
    if (!dash)
        return read_end(filter, text, &filter->low, &filter->high);
    return read_end(filter, (struct str){text.at, n}, &filter->low, &ignored) &&
           read_end(filter, (struct str){dash + 1, text.n - n - 1}, &ignored, &filter->high) &&
           filter->low <= filter->high;
}

static int word_of(struct str text, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (text_same_folded(text_trim(text), str_of(words[i]), NULL))
            return i;
    return -1;
}

static const char *parse_property(const struct rules_call *call, struct filter *filter)
{
    static const char *const properties[] = {"filesize", "dateCreated", "dateModified",
                                             "dateAccessed", NULL}; /* as enum filter_property */
    static const char *const words[] = {"range", "eq", "neq", "lt", "lte", "gt", "gte", NULL};
    static const enum filter_operator meanings[] = {FILTER_IN,  FILTER_IN, FILTER_NOT_IN, FILTER_LT,
                                                    FILTER_LTE, FILTER_GT, FILTER_GTE};
    struct filter parsed = {.kind = FILTER_PROPERTY};
    int property = call->narguments >= 3 ? word_of(call->arguments[0], properties) : -1;
    int word = property >= 0 ? word_of(call->arguments[1], words) : -1;
    bool is_range;

    if (property < 0)
        return "FileProperties asks for filesize, dateCreated, dateModified or dateAccessed.";
    if (word < 0)
        return "FileProperties compares with range, eq, neq, lt, lte, gt or gte.";
    parsed.property = (enum filter_property)property;
    parsed.compares = meanings[word];
    if (!read_value(&parsed, call->arguments[2], &is_range))
        return property == 0 ? "FileProperties needs a size such as '1KB' or '5MB-1GB'."
                             : "FileProperties needs a day such as '2024/02/29', or two of them "
                               "with a '-' between.";
    if (is_range && parsed.compares != FILTER_IN && parsed.compares != FILTER_NOT_IN)
        return "FileProperties can hold a range against range, eq and neq alone.";
    *filter = parsed;
    return NULL;
}

const char *filter_parse(const struct rules_call *call, struct filter *filter_ret)
{
    *filter_ret = (struct filter){.kind = FILTER_YES};
    if (!call)
        return NULL;
    if (call->helper->id == HELPER_ANSWER_NO)
        filter_ret->kind = FILTER_NO;
    if (call->helper->id != HELPER_FILE_PROPERTIES)
        return NULL;
    filter_ret->kind = FILTER_NO;
    return parse_property(call, filter_ret);
}

/* ---- Files ---- */

/* The column of each property in the four times; FILTER_SIZE has none. */
static bool property_of(const struct filter *filter, const struct index *index, uint32_t file,
                        uint64_t *value_ret)
{
    enum { CREATED, MODIFIED, CHANGED, ACCESSED };
    static const int columns[] = {[FILTER_SIZE] = CHANGED,
                                  [FILTER_CREATED] = CREATED,
                                  [FILTER_MODIFIED] = MODIFIED,
                                  [FILTER_ACCESSED] = ACCESSED};

    if (filter->property == FILTER_SIZE) {
        *value_ret = index->files.size[file];
        return true;
    }
    if (!index->files.times)
        return false;
    *value_ret = index->files.times[(size_t)TIMES * file + (size_t)columns[filter->property]];
    return true;
}

static bool holds(const struct filter *filter, uint64_t value)
{
    switch (filter->compares) {
    case FILTER_IN:
        return value >= filter->low && value <= filter->high;
    case FILTER_NOT_IN:
        return value < filter->low || value > filter->high;
    case FILTER_LT:
        return value < filter->low;
    case FILTER_LTE:
        return value <= filter->high;
    case FILTER_GT:
        return value > filter->high;
    case FILTER_GTE:
        return value >= filter->low;
    }
    return false;
}

bool filter_agrees(const struct filter *filter, const struct index *index, uint32_t file)
{
    uint64_t value;

    if (filter->kind != FILTER_PROPERTY)
        return filter->kind == FILTER_YES;
    return !(index->files.flags[file] & FILE_DIRECTORY) &&
           property_of(filter, index, file, &value) && holds(filter, value);
}

bool filter_is_out_of_sight(const struct index *index, uint32_t file)
{
    enum { HIDDEN = 0x2, SYSTEM = 0x4 }; /* attributes as Windows numbers them */

    return (index->files.attributes[file] & (HIDDEN | SYSTEM)) == (HIDDEN | SYSTEM);
}
