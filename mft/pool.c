/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One mutex guards all. A worker that has done its task leaves it ready in its slot and goes on;
 * the one that has done the task whose turn it is commits it and all ready ones behind it. A worker
 * waits only when every slot is taken, so short tasks cost no sleeping and waking. The one file of
 * mft/ with threads.
 */
#define _GNU_SOURCE
#include "mft/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct pool {
    struct pool_job job;
    pthread_mutex_t mutex;
    pthread_cond_t came_free; /* a slot; only workers wait for it */
    pthread_cond_t has_ended; /* the last worker; only the owner waits for it */
    unsigned nwaiting;        /* workers that wait: mostly none, and then nobody is woken */
    uint64_t next;            /* first task that nobody has taken */
    uint64_t turn;            /* first task that is not committed */
    unsigned nworkers, nstarted, nended;
    bool is_committing;
    enum status status;
    bool ready[POOL_SLOTS_MAX];      /* by place: done, waits for its turn */
    unsigned slots[POOL_SLOTS_MAX];  /* by place: the slot of the task */
    unsigned vacant[POOL_SLOTS_MAX]; /* slots of no task; the last one is taken first */
    unsigned nvacant;
    struct worker {
        struct pool *pool;
        pthread_t thread;
        unsigned number;
    } workers[POOL_WORKERS_MAX];
};

unsigned pool_workers(unsigned n)
{
    long processors = n == 0 ? sysconf(_SC_NPROCESSORS_ONLN) : (long)n;

    if (processors < 1)
        return 1;
    return processors > POOL_WORKERS_MAX ? POOL_WORKERS_MAX : (unsigned)processors;
}

unsigned pool_slots(unsigned nworkers)
{
    return POOL_SLOTS_PER_WORKER * nworkers;
}

/* Where what is known of a task under way stands: no two of them are so far apart. */
static unsigned place_of(const struct pool *pool, uint64_t task)
{
    return (unsigned)(task % pool_slots(pool->nworkers));
}

/*
 * The slot that came free last is taken first: its memory is touched already, and mostly still in a
 * cache. So as many slots are used as tasks are really under way.
 */
static unsigned take_slot(struct pool *pool, uint64_t task)
{
    return pool->slots[place_of(pool, task)] = pool->vacant[--pool->nvacant];
}

static void fail(struct pool *pool, enum status status)
{
    if (pool->status == STATUS_OK)
        pool->status = status;
}

/* With the mutex held: takes the next task; false when there is none left or the job has failed. */
static bool take_task(struct pool *pool, uint64_t *task_ret)
{
    while (pool->status == STATUS_OK && pool->next < pool->job.ntasks &&
           pool->next - pool->turn >= pool_slots(pool->nworkers)) {
        pool->nwaiting++;
        pthread_cond_wait(&pool->came_free, &pool->mutex);
        pool->nwaiting--;
    }
    if (pool->status != STATUS_OK || pool->next >= pool->job.ntasks)
        return false;
    *task_ret = pool->next++;
    return true;
}

static void wake_waiting(struct pool *pool)
{
    if (pool->nwaiting > 0)
        pthread_cond_broadcast(&pool->came_free);
}

/* With the mutex held: commits what is ready, in order, as long as nobody else does. */
static void commit_ready(struct pool *pool)
{
    if (pool->is_committing)
        return;
    pool->is_committing = true;
    while (pool->status == STATUS_OK && pool->turn < pool->job.ntasks &&
           pool->ready[place_of(pool, pool->turn)]) {
        uint64_t task = pool->turn;
        unsigned place = place_of(pool, task), slot = pool->slots[place];

        pthread_mutex_unlock(&pool->mutex);
        enum status status =
            pool->job.commit ? pool->job.commit(pool->job.context, slot, task) : STATUS_OK;
        pthread_mutex_lock(&pool->mutex);
        if (status != STATUS_OK)
            fail(pool, status);
        pool->ready[place] = false;
        pool->vacant[pool->nvacant++] = slot;
        pool->turn++;
        wake_waiting(pool);
    }
    pool->is_committing = false;
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct pool *pool = worker->pool;
    uint64_t task;

    pthread_mutex_lock(&pool->mutex);
    while (take_task(pool, &task)) {
        unsigned slot = take_slot(pool, task);

        pthread_mutex_unlock(&pool->mutex);
        enum status status = pool->job.work(pool->job.context, worker->number, slot, task);
        pthread_mutex_lock(&pool->mutex);
        if (status != STATUS_OK)
            fail(pool, status);
        pool->ready[place_of(pool, task)] = true;
        commit_ready(pool);
    }
    pool->nended++;
    wake_waiting(pool); /* the job may have failed */
    pthread_cond_signal(&pool->has_ended);
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

static enum status start_workers(struct pool *pool)
{
    for (unsigned i = 0; i < pool->nworkers; i++) {
        pool->workers[i] = (struct worker){.pool = pool, .number = i};
        if (pthread_create(&pool->workers[i].thread, NULL, run_worker, &pool->workers[i]) != 0)
            break;
        pool->nstarted++;
    }
    return pool->nstarted > 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The owner's waiting has a limit, told by a clock that nobody sets. */
static int prepare_ended(pthread_cond_t *condition)
{
    pthread_condattr_t monotonic;
    int failed = pthread_condattr_init(&monotonic);

    if (failed)
        return failed;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    failed = pthread_cond_init(condition, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return failed;
}

/* All three fail only where memory has run out. */
static enum status prepare(struct pool *pool)
{
    if (prepare_ended(&pool->has_ended) != 0)
        return STATUS_NO_MEMORY;
    if (pthread_cond_init(&pool->came_free, NULL) != 0) {
        pthread_cond_destroy(&pool->has_ended);
        return STATUS_NO_MEMORY;
    }
    if (pthread_mutex_init(&pool->mutex, NULL) != 0) {
        pthread_cond_destroy(&pool->came_free);
        pthread_cond_destroy(&pool->has_ended);
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static void dispose(struct pool *pool)
{
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->came_free);
    pthread_cond_destroy(&pool->has_ended);
    free(pool);
}

enum status pool_start(const struct pool_job *job, unsigned nworkers, struct pool **pool_ret)
{
    struct pool *pool = calloc(1, sizeof *pool);

    if (!pool)
        return STATUS_NO_MEMORY;
    pool->job = *job;
    pool->nworkers = pool_workers(nworkers);
    while (pool->nvacant < pool_slots(pool->nworkers)) {
        pool->vacant[pool->nvacant] = pool->nvacant;
        pool->nvacant++;
    }

    enum status status = prepare(pool);
    if (status != STATUS_OK) {
        free(pool);
        return status;
    }
    status = start_workers(pool);
    if (status != STATUS_OK)
        dispose(pool);
    else
        *pool_ret = pool;
    return status;
}

bool pool_wait(struct pool *pool, unsigned milliseconds)
{
    struct timespec end;
    int failed = 0;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }

    pthread_mutex_lock(&pool->mutex);
    while (pool->nended < pool->nstarted && failed == 0)
        failed = pthread_cond_timedwait(&pool->has_ended, &pool->mutex, &end);

    bool is_over = pool->nended == pool->nstarted;
    pthread_mutex_unlock(&pool->mutex);
    return is_over;
}

uint64_t pool_done(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    uint64_t done = pool->turn;
    pthread_mutex_unlock(&pool->mutex);
    return done;
}

enum status pool_finish(struct pool *pool)
{
    for (unsigned i = 0; i < pool->nstarted; i++)
        pthread_join(pool->workers[i].thread, NULL);

    enum status status = pool->status;
    dispose(pool);
    return status;
}
