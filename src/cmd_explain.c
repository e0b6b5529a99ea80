/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink explain: which rules speak of a path, which of them wins, and what the plan does with it.
 */
#include "src/explain_report.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/out.h"
#include "src/profilefind.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionplan_rules,    &optionlist_config,      &optionplan_store,
    &optionplan_ui,       &optionplan_uel,         &optionplan_ue,
    &optionplan_efs,      &optionplan_locked_list, &optionlist_drive,
    &optionlist_json,     &optionlist_jobs,        &optionlist_partition,
    &optionlist_progress, &optionlist_help,        NULL,
};

/* WORD as Windows writes paths: backslashes, and the first drive where it names none. */
static void put_path(const struct machine *machine, const char *word, struct textbuf *to)
{
    if (!profilefind_has_drive(str_of(word))) {
        textbuf_str(to, machine->drives[machine->system].name);
        if (*word != '\\' && *word != '/')
            textbuf_char(to, '\\');
    }
    for (; *word; word++)
        textbuf_char(to, *word == '/' ? '\\' : *word);
}

static bool explain_one(const struct planning *planning, const char *word, struct json *json)
{
    struct explain_report report = {.planning = planning};
    struct textbuf path = {0};
    struct explanation explanation;
    bool is_good;

    put_path(&planning->drives.machine, word, &path);
    report.path = textbuf_view(&path);
    report.explanation = &explanation;
    is_good = !path.is_short && explain_path(&planning->expansion, &planning->drives.machine,
                                             report.path, &explanation) == STATUS_OK;
    if (is_good) {
        if (planning->options->json)
            explain_report_json(&report, json);
        else
            explain_report_text(&report, json->to);
        explain_free(&explanation);
    } else {
        say_no_memory();
    }
    textbuf_free(&path);
    return is_good;
}

static bool explain_all(struct planning *planning, char *const *words, int n)
{
    struct out out = out_to(STDOUT_FILENO, "the explanation");
    struct json json = {.to = &out.text};
    bool is_good = true;

    if (planning->options->json) {
        json_object(&json, NULL);
        json_number(&json, "schema_version", 1);
        json_word(&json, "command", "explain");
        json_array(&json, "paths");
    }
    for (int i = 0; i < n && is_good; i++) {
        if (i > 0 && !planning->options->json)
            textbuf_char(&out.text, '\n');
        is_good = explain_one(planning, words[i], &json);
    }
    if (planning->options->json) {
        json_end(&json, ']');
        json_end(&json, '}');
    }
    return out_finish(&out) && is_good;
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->ndrives > 0 ? NULL : options->operands[0];
    int first = options->ndrives > 0 ? 0 : 1;
    struct planning planning;
    bool is_good;

    if (!planning_is_asked(options, source))
        return COMMAND_USAGE;
    if (options->noperands == first) {
        say("Say which paths to explain: mftlink explain %s --rules FILE... PATH...",
            first ? source : "--drive C:=SOURCE");
        return COMMAND_USAGE;
    }
    is_good = planning_begin(options, source, 0, &planning) && planning_make(&planning) &&
              explain_all(&planning, options->operands + first, options->noperands - first);
    return planning_end(&planning, is_good);
}

const struct command cmd_explain = {
    .name = "explain",
    .operands = "SOURCE --rules FILE... PATH...",
    .summary = "show which rules speak of a path, which one wins, and why",
    .description =
        "Shows for each PATH every rule that matches it, component by component and user by\n"
        "user: the winner first, then those that lose, with the point that decides. Then what\n"
        "the plan does with it. A PATH is 'C:\\Users\\Ann\\a.doc'; without a drive it is on that\n"
        "of Windows. With --drive there is no SOURCE.\n",
    .examples =
        "  mftlink explain disk.img --rules ours.xml 'C:\\Users\\Ann\\report.docx'\n"
        "  mftlink explain -V C:=c.img -V D:=d.img --rules builtin:user 'D:\\data\\x.xls'\n",
    .specs = specs,
    .noperands_max = -1,
    .run = run,
};
