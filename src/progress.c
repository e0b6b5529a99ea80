/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching a scan: see progress.h.
 */
#include "src/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_MS = 300, STEP_MS = 100, BAR_CELLS = 40 };

static unsigned percent(uint64_t done, uint64_t all)
{
    return all == 0 ? 100 : done < UINT64_MAX / 100 ? (unsigned)(done * 100 / all) : 99;
}

static void draw_bar(uint64_t done, uint64_t all)
{
    static const char cells[BAR_CELLS + 1] = "########################################";
    unsigned n = percent(done, all) * BAR_CELLS / 100;
    struct textbuf text = {0};

    textbuf_format(&text, "\r  %3u %% [%-*.*s] ", percent(done, all), BAR_CELLS, (int)n, cells);
    textbuf_commas(&text, done);
    textbuf_cstr(&text, " of ");
    textbuf_commas(&text, all);
    textbuf_cstr(&text, " records");
    fwrite(text.at, 1, text.n, stderr);
    textbuf_free(&text);
}

static void write_json(uint64_t done, uint64_t all)
{
    fprintf(stderr, "{\"progress\": {\"records\": %llu, \"of\": %llu}}\n", (unsigned long long)done,
            (unsigned long long)all);
}

static bool is_terminal(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void progress_watch(struct scan *scan, enum options_progress when)
{
    bool has_bar = when == PROGRESS_AUTO && is_terminal(), is_done = scan_wait(scan, FIRST_MS);
    uint64_t done, all;

    for (; !is_done; is_done = scan_wait(scan, STEP_MS)) {
        scan_progress(scan, &done, &all);
        if (has_bar)
            draw_bar(done, all);
        else if (when == PROGRESS_JSON)
            write_json(done, all);
    }
    if (has_bar)
        fputs("\r\033[K", stderr); /* nothing remains of the bar */
    scan_progress(scan, &done, &all);
    if (when == PROGRESS_JSON)
        write_json(done, all);
}

void progress_end(uint64_t records, enum options_progress when)
{
    if (when == PROGRESS_JSON)
        write_json(records, records);
}
