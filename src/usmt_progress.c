/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress for programs: see usmt_progress.h. */
#define _GNU_SOURCE /* clock_gettime, localtime_r, tm_gmtoff */
#include "src/usmt_progress.h"

#include "src/filetime.h"
#include "src/nowtime.h"
#include "src/say.h"
#include "src/textbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

static uint64_t clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

bool usmt_progress_open(const char *path, struct usmt_progress *progress_ret)
{
    *progress_ret = (struct usmt_progress){.fd = -1, .percent = -1, .minutes = -1};
    if (!path)
        return true;
    progress_ret->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    progress_ret->begun_ns = clock_ns();
    if (progress_ret->fd >= 0)
        return true;
    say("The progress log '%s' cannot be written: %s.", path, strerror(errno));
    return false;
}

static void put_time(const struct usmt_progress *progress, struct textbuf *to)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    uint64_t ticks = 0, s = nowtime_is_fixed() ? 0 : (clock_ns() - progress->begun_ns) / SECOND_NS;
    struct tm tm = {0};
    time_t seconds;
    long offset;

    if (!nowtime_get(&ticks))
        ticks = 0;
    seconds = (time_t)filetime_seconds(ticks);
    localtime_r(&seconds, &tm);
    offset = tm.tm_gmtoff < 0 ? -tm.tm_gmtoff : tm.tm_gmtoff;
    textbuf_format(to, "%02d %.3s %04d, %02d:%02d:%02d %c%02ld:%02ld, %02u:%02u:%02u", tm.tm_mday,
                   &months[3 * (size_t)tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
                   tm.tm_sec, tm.tm_gmtoff < 0 ? '-' : '+', offset / 3600, offset / 60 % 60,
                   (unsigned)(s / 3600), (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}

static void put_value(struct textbuf *to, const char *value)
{
    const bool is_quoted = strpbrk(value, ",\"\n");

    textbuf_cstr(to, is_quoted ? ", \"" : ", ");
    for (; *value; value++) {
        if (*value == '"')
            textbuf_char(to, '"');
        textbuf_char(to, *value == '\n' ? ' ' : *value);
    }
    if (is_quoted)
        textbuf_char(to, '"');
}

/* Whoever watches may go away: that stops nothing. */
static void write_line(struct usmt_progress *progress, struct textbuf *line)
{
    textbuf_char(line, '\n');
    if (!line->is_short && write(progress->fd, line->at, line->n) != (ssize_t)line->n) {
        say("The progress log cannot be written on: %s.", strerror(errno));
        usmt_progress_close(progress);
    }
    textbuf_free(line);
}

void usmt_progress_pair(struct usmt_progress *progress, const char *key, const char *value,
                        const char *key2, const char *value2)
{
    struct textbuf line = {0};

    if (progress->fd < 0)
        return;
    put_time(progress, &line);
    put_value(&line, key);
    put_value(&line, value);
    if (key2) {
        put_value(&line, key2);
        put_value(&line, value2);
    }
    write_line(progress, &line);
}

void usmt_progress_put(struct usmt_progress *progress, const char *key, const char *value)
{
    usmt_progress_pair(progress, key, value, NULL, NULL);
}

/* What is left at the pace so far, whole minutes upwards; nothing before anything is known of it.
 */
static void put_minutes(struct usmt_progress *progress, uint64_t done, uint64_t all)
{
    const uint64_t minute = 60 * SECOND_NS;
    const uint64_t ns = nowtime_is_fixed() ? 0 : clock_ns() - progress->worked_ns;
    const double left = done == 0 ? 0 : (double)ns * (double)(all - done) / (double)done;
    const int minutes = (int)((left + (double)(minute - 1)) / (double)minute);
    struct textbuf value = {0};

    if (done == 0 || minutes == progress->minutes)
        return;
    progress->minutes = minutes;
    textbuf_format(&value, "%d", minutes);
    textbuf_char(&value, '\0');
    if (!value.is_short)
        usmt_progress_put(progress, "totalMinutesRemaining", value.at);
    textbuf_free(&value);
}

void usmt_progress_percent(struct usmt_progress *progress, uint64_t done, uint64_t all)
{
    int percent = all == 0 ? 100 : (int)(done * 100 / all);
    struct textbuf value = {0};

    if (progress->fd < 0 || percent <= progress->percent)
        return;
    if (progress->percent < 0)
        progress->worked_ns = clock_ns();
    progress->percent = percent;
    textbuf_format(&value, "%d", percent);
    textbuf_char(&value, '\0');
    if (!value.is_short)
        usmt_progress_put(progress, "totalPercentageCompleted", value.at);
    textbuf_free(&value);
    if (all > 0 && done <= all)
        put_minutes(progress, done, all);
}

void usmt_progress_close(struct usmt_progress *progress)
{
    if (progress->fd >= 0)
        close(progress->fd);
    progress->fd = -1;
}
