/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads that work side by side and deliver in order.
 *
 *   struct pool_job job = {.context = c, .ntasks = n, .work = work, .commit = commit};
 *   status = pool_start(&job, nworkers, &pool);
 *   while (!pool_wait(pool, 100)) ... pool_done(pool) ...
 *   status = pool_finish(pool);
 *
 * Tasks are numbered from 0. WORK runs for several tasks at a time, each with a slot that no other
 * task has until its COMMIT is over; COMMIT runs for one task at a time, in the order of the tasks,
 * on whichever worker is at hand. So what COMMIT does is the same for any number of workers.
 */
#ifndef MFT_POOL_H
#define MFT_POOL_H

#include "mft/status.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;

struct pool_job {
    void *context;
    uint64_t ntasks;
    /* WORKER < nworkers, SLOT < pool_slots(nworkers). A status other than STATUS_OK ends the job.
     */
    enum status (*work)(void *context, unsigned worker, unsigned slot, uint64_t task);
    /* NULL: nothing is to be done in order. */
    enum status (*commit)(void *context, unsigned slot, uint64_t task);
};

enum {
    POOL_WORKERS_MAX = 64,
    POOL_SLOTS_PER_WORKER = 4, /* so many tasks of a worker can wait for their turn */
    POOL_SLOTS_MAX = POOL_SLOTS_PER_WORKER * POOL_WORKERS_MAX,
};

/* How many workers are meant by N: 0 is one for each processor; never more than POOL_WORKERS_MAX.
 */
unsigned pool_workers(unsigned n);

/* How many tasks NWORKERS can have under way. */
unsigned pool_slots(unsigned nworkers);

/* Starts NWORKERS threads on JOB, whose context must outlive the pool. STATUS_NO_MEMORY also where
 * no thread can be had. */
enum status pool_start(const struct pool_job *job, unsigned nworkers, struct pool **pool_ret);

/* Waits up to MILLISECONDS for the end; true once all tasks are committed or the job has failed. */
bool pool_wait(struct pool *pool, unsigned milliseconds);

/* Tasks committed so far. */
uint64_t pool_done(struct pool *pool);

/* Waits for the end, frees POOL, and returns the first failure or STATUS_OK. */
enum status pool_finish(struct pool *pool);

#endif
