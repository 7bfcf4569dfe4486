/*
 * Times of the queue, in milliseconds. None of them decides what is counted: a range that is taken
 * from a worker too early is evaluated twice and counted once.
 */

/**
 * For so long a worker that is not heard of keeps its range. Ranges are evaluated on threads of
 * their own, so nothing but a stop, a death or a cut network keeps a worker from renewing its lock; and
 * what a lost worker held is idle for as long.
 */
export const LOCK = 10_000;

/** A lock is renewed so often: a renewal may be lost without harm, and one that is late by a half. */
export const RENEW_LOCK = LOCK / 3;

/** Locks that have run out are looked for so often, by one worker for all: it reads active ranges alone. */
export const LOOK_FOR_STALLED = 5_000;

/**
 * So often a range may be taken by a worker that dies. Machines may be lost by the dozen, as when they
 * are cheap ones that are taken back, but a range that has killed so many is the one that kills.
 */
export const MOST_STALLED = 10;

/**
 * So often a range may fail before the run is given up. A worker leaves a run at once where its data are
 * damaged, and else where it fails again and again. There is no pause between two attempts:
 * stores measure pauses by the workers' clocks, and one may be an hour off.
 */
export const ATTEMPTS = 10;

/** A worker without a range asks again so often, where the store does not wake it up. */
export const ASK_AGAIN = 2_000;

/** So often a coordinator shows that it lives, and workers look whether it does. */
export const BEAT = 1_000;

/** A job that is no run's is read again so often: it may have become one. */
export const LOOK_AGAIN = 10_000;

/** A worker without a run looks for one so often: a short run waits for nothing else. */
export const LOOK = 250;

/** A worker that cannot join a run tries again: the pauses double, from a second up to this. */
export const SLOWEST_ATTEMPT = 30_000;

/** A coordinator whose beats do not change for so long is taken for dead: workers leave its run. */
export const SILENCE = 20_000;

/** So long a second coordinator watches for the beats of a first one. */
export const WATCH = 4 * BEAT;

/** So often the coordinator looks at each range that is out, … */
export const COLLECT = 250;

/** … and where there are many, after as much for each: of a thousand workers it asks half the time. */
export const COLLECT_EACH = 1;

/** So long a run's first worker may take to find it and join: less than that is not given up. */
export const JOIN = 10_000;

/**
 * Without a worker for so long after a range has failed, the run ends with the failure: one that comes
 * back begins anew within less.
 */
export const FAILED_ALONE = 20_000;

/** When nothing but what is no part was stored for so long, the run ends: a range takes half of it. */
export const REFUSED_ALONE = 60_000;

/** A store that answers, and refuses for so long, as a full one does, ends the run. */
export const REFUSES = 30_000;

/** Without a worker for so long, it is told, and again after as long. */
export const NO_WORKER = 60_000;

/** A range that is with one worker for so long is told of: it is made to take half a minute at most. */
export const TOO_LONG = 300_000;

/** So long a store may take to be reached at the start. */
export const REACH = 10_000;

/** An answer of the store that takes longer never comes: the connection is given up for a new one. */
export const ANSWER = 20_000;

/**
 * On PostgreSQL locks go by the workers' clocks, so those that are further off the coordinator's than
 * this cannot share ranges: of two that are, a lock must not look run out to the other before it is
 * renewed. Redis has a clock of its own.
 */
export const CLOCK_OFF = LOCK / 4;
