/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a plan is: see applybar.h.
 */
#define _GNU_SOURCE /* clock_gettime */
#include "src/applybar.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { BAR_CELLS = 30, STEP_OPS = 256 };

#define STEP_NS   UINT64_C(100000000)
#define FIRST_NS  UINT64_C(300000000)
#define SECOND_NS UINT64_C(1000000000)

static struct {
    void (*tell)(void *context, uint64_t done, uint64_t all);
    void *context;
} watcher;

void applybar_watch(void (*watch)(void *context, uint64_t done, uint64_t all), void *context)
{
    watcher.tell = watch;
    watcher.context = context;
}

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static bool has_terminal(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void applybar_begin(struct applybar *bar, uint64_t all, enum options_progress when)
{
    if (when == PROGRESS_AUTO && !has_terminal())
        when = PROGRESS_NONE;
    *bar = (struct applybar){.when = when, .all = all, .begun_ns = now_ns()};
    bar->drawn_ns = bar->begun_ns + FIRST_NS - STEP_NS; /* what takes no time has no bar */
}

static uint64_t rate_of(const struct applybar *bar, uint64_t now)
{
    uint64_t milliseconds = (now - bar->begun_ns) / 1000000;

    return milliseconds == 0 ? 0 : bar->done * 1000 / milliseconds;
}

static void draw(struct applybar *bar, uint64_t now)
{
    static const char cells[BAR_CELLS + 1] = "##############################";
    unsigned percent = bar->all == 0 ? 100 : (unsigned)(bar->done * 100 / bar->all);
    uint64_t rate = rate_of(bar, now), left = rate == 0 ? 0 : (bar->all - bar->done) / rate;
    unsigned n = percent * BAR_CELLS / 100;
    struct textbuf text = {0};

    textbuf_format(&text, "\r\033[K  %3u %% [%-*.*s] %s, ", percent, BAR_CELLS, (int)n, cells,
                   bar->phase);
    textbuf_commas(&text, bar->done);
    textbuf_cstr(&text, " of ");
    textbuf_commas(&text, bar->all);
    if (rate > 0) {
        textbuf_cstr(&text, ", ");
        textbuf_commas(&text, rate);
        textbuf_format(&text, " a second, %llu:%02llu left", (unsigned long long)(left / 60),
                       (unsigned long long)(left % 60));
    }
    fwrite(text.at, 1, text.n, stderr);
    textbuf_free(&text);
    bar->is_shown = true;
}

static void write_json(const struct applybar *bar, uint64_t now)
{
    fprintf(stderr,
            "{\"progress\": {\"phase\": \"%s\", \"operations\": %llu, \"of\": %llu, "
            "\"per_second\": %llu}}\n",
            bar->phase, (unsigned long long)bar->done, (unsigned long long)bar->all,
            (unsigned long long)rate_of(bar, now));
}

static void show(struct applybar *bar, uint64_t now)
{
    bar->drawn_ns = now;
    if (bar->when == PROGRESS_AUTO)
        draw(bar, now);
    else
        write_json(bar, now);
}

void applybar_step(struct applybar *bar, const char *phase, uint64_t done)
{
    bool is_new = !bar->phase || strcmp(bar->phase, phase) != 0;
    uint64_t now;

    bar->phase = phase;
    bar->done = done;
    if (watcher.tell)
        watcher.tell(watcher.context, done, bar->all);
    if (bar->when == PROGRESS_NONE || (!is_new && done % STEP_OPS != 0))
        return;
    now = now_ns();
    if (now >= bar->drawn_ns + STEP_NS || (is_new && bar->is_shown))
        show(bar, now);
}

void applybar_end(struct applybar *bar)
{
    if (bar->is_shown)
        fputs("\r\033[K", stderr);
    if (bar->when == PROGRESS_JSON && bar->phase)
        write_json(bar, now_ns());
    bar->is_shown = false;
}
