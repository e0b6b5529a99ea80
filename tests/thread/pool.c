/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks side by side, commits in order; and what a failure ends. */
#include "mft/pool.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "tests/support/tally.h"

enum { TASKS_MAX = 5000, SLOTS_MAX = 4 * POOL_WORKERS_MAX, NEVER = TASKS_MAX };

struct job {
    uint64_t slots[SLOTS_MAX]; /* what a task left for its commit; plain memory, as facts are */
    atomic_bool is_taken[SLOTS_MAX];
    uint64_t committed[TASKS_MAX];
    uint64_t ncommitted;
    atomic_uint in_commit;
    atomic_bool is_wrong; /* a slot or a worker's number was used twice at once */
    atomic_bool workers[POOL_WORKERS_MAX];
    uint64_t failing_work, failing_commit;
    unsigned long spin;
};

/* Takes a time that differs from task to task, so that they end out of order. */
static uint64_t spin(uint64_t task, unsigned long rounds)
{
    volatile uint64_t h = task;

    for (unsigned long i = 0; i < rounds * (task * 7919 % 13); i++)
        h = h * 31 + i;
    return task * 3 + (h & 0);
}

static enum status work(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct job *job = context;

    if (atomic_exchange(&job->workers[worker], true) || atomic_exchange(&job->is_taken[slot], true))
        atomic_store(&job->is_wrong, true);
    job->slots[slot] = spin(task, job->spin);
    atomic_store(&job->workers[worker], false);
    return task == job->failing_work ? STATUS_IO : STATUS_OK;
}

static enum status commit(void *context, unsigned slot, uint64_t task)
{
    struct job *job = context;

    if (atomic_fetch_add(&job->in_commit, 1) != 0 || !atomic_exchange(&job->is_taken[slot], false))
        atomic_store(&job->is_wrong, true);
    job->committed[job->ncommitted++] = job->slots[slot];
    atomic_fetch_sub(&job->in_commit, 1);
    return task == job->failing_commit ? STATUS_TOO_LARGE : STATUS_OK;
}

static struct job shared;

static enum status run(uint64_t ntasks, unsigned nworkers)
{
    struct pool_job pool_job = {
        .context = &shared, .ntasks = ntasks, .work = work, .commit = commit};
    struct pool *pool;
    enum status status = pool_start(&pool_job, nworkers, &pool);

    if (status != STATUS_OK)
        return status;
    while (!pool_wait(pool, 5))
        tally_check(pool_done(pool) <= ntasks, "no more done than there is");
    tally_check(pool_done(pool) <= ntasks, "no more done than there is at the end");
    return pool_finish(pool);
}

static void reset(unsigned long rounds)
{
    memset(&shared, 0, sizeof shared);
    shared.failing_work = shared.failing_commit = NEVER;
    shared.spin = rounds;
}

static bool is_in_order(void)
{
    for (uint64_t i = 0; i < shared.ncommitted; i++)
        if (shared.committed[i] != 3 * i)
            return false;
    return true;
}

static void test_order(void)
{
    static const unsigned workers[] = {1, 2, 3, 8, POOL_WORKERS_MAX};
    static const uint64_t tasks[] = {0, 1, 2, 7, 64, TASKS_MAX};

    tally_begin("every task is committed once and in order by any number of workers");
    for (size_t i = 0; i < sizeof workers / sizeof workers[0]; i++)
        for (size_t k = 0; k < sizeof tasks / sizeof tasks[0]; k++) {
            reset(tasks[k] > 100 ? 10 : 1000);
            tally_check(run(tasks[k], workers[i]) == STATUS_OK, "the job succeeds");
            tally_check(shared.ncommitted == tasks[k], "all are committed");
            tally_check(is_in_order(), "in the order of the tasks");
            tally_check(!shared.is_wrong, "no slot and no worker's number is used twice at once");
        }
}

static void test_failing_work(void)
{
    static const uint64_t failing[] = {0, 1, 50, 499};

    tally_begin("a failing task ends the job with its status, and nothing behind it is committed");
    for (unsigned workers = 1; workers <= 4; workers++)
        for (size_t i = 0; i < sizeof failing / sizeof failing[0]; i++) {
            reset(100);
            shared.failing_work = failing[i];
            tally_check(run(500, workers) == STATUS_IO, "the status is the task's");
            tally_check(shared.ncommitted <= failing[i], "the failing task is not committed");
            tally_check(is_in_order(), "what is committed is in order");
        }
}

static void test_failing_commit(void)
{
    static const uint64_t failing[] = {0, 1, 50, 499};

    tally_begin("a failing commit ends the job with its status");
    for (unsigned workers = 1; workers <= 4; workers++)
        for (size_t i = 0; i < sizeof failing / sizeof failing[0]; i++) {
            reset(100);
            shared.failing_commit = failing[i];
            tally_check(run(500, workers) == STATUS_TOO_LARGE, "the status is the commit's");
            tally_check(shared.ncommitted == failing[i] + 1, "it is the last one");
            tally_check(is_in_order(), "what is committed is in order");
        }
}

/* The first task takes as long as all slots of the others do. */
static enum status slow_first(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    if (task == 0)
        spin(1, 2000000);
    return work(context, worker, slot, task);
}

static void test_waiting(void)
{
    struct pool_job slow = {
        .context = &shared, .ntasks = 200, .work = slow_first, .commit = commit};
    struct pool *pool;
    bool is_over;

    tally_begin("a slow first task holds back the others until every slot is taken, and no longer");
    reset(10);
    tally_check(pool_start(&slow, 4, &pool) == STATUS_OK, "the pool starts");
    do
        is_over = pool_wait(pool, 1);
    while (!is_over);
    tally_check(pool_done(pool) == 200, "all are done");
    tally_check(pool_finish(pool) == STATUS_OK, "the job succeeds");
    tally_check(shared.ncommitted == 200 && is_in_order() && !shared.is_wrong, "in order");
}

static void test_numbers(void)
{
    tally_begin("the number of workers is at least one and bounded");
    tally_check(pool_workers(0) >= 1, "0 means one for each processor");
    tally_check(pool_workers(1) == 1 && pool_workers(7) == 7, "what is asked for");
    tally_check(pool_workers(1000000) == POOL_WORKERS_MAX, "never more than the most");
    tally_check(pool_workers(~0U) == POOL_WORKERS_MAX, "whatever is asked for");
    tally_check(pool_slots(POOL_WORKERS_MAX) <= SLOTS_MAX, "slots are bounded");
}

int main(void)
{
    test_numbers();
    test_order();
    test_failing_work();
    test_failing_commit();
    test_waiting();
    return tally_end();
}
