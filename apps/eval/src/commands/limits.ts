/** Images in one batch: more are no faster, and soon more than memory holds. */
export const LARGEST_BATCH = 1_000_000;

/** Epochs, or repetitions: of the fastest ones, weeks. */
export const MOST_ROUNDS = 1_000_000;
