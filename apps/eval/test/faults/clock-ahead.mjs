// Imported first: the machine's clock is ahead by some milliseconds.
const { now } = Date;
Date.now = () => now() + Number(process.env.CLOCK_AHEAD);
