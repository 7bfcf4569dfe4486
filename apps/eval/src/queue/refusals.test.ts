import { expect, test, vi } from "vitest";
import { Refusals } from "./refusals.js";
import { REFUSED_ALONE } from "./timing.js";
import { listen } from "./testing/listen.js";

const told = listen();

const range = { start: 0, end: 100 };

/** Four in a second, as a worker that makes up what it stores. */
function forge(refusals: Refusals, seconds: number): void {
  for (let i = 0; i < 4 * seconds; i++) {
    vi.advanceTimersByTime(250);
    refusals.see(range, "forger", "not a part");
  }
}

test("who stores what is no part does not end the run of others, whose parts come meanwhile", () => {
  const refusals = new Refusals();
  for (let i = 0; i < 10; i++) {
    forge(refusals, 30);
    refusals.counted();
  }
});

test("alone it ends it, by its name and with the reason, and no sooner", () => {
  const refusals = new Refusals();
  forge(refusals, REFUSED_ALONE / 1000);
  expect(() => forge(refusals, 1)).toThrow(
    /^images 0 to 99: no part .* forger stored: not a part$/,
  );
});

test("a few are no reason, however long ago the last part came", () => {
  const refusals = new Refusals();
  for (let i = 0; i < 5; i++) {
    vi.advanceTimersByTime(REFUSED_ALONE);
    refusals.see(range, "forger", "not a part");
  }
});

test("it is told who it is, and the same only after a while", () => {
  const refusals = new Refusals();
  forge(refusals, 30);
  expect(told()).toEqual(["evalpool: refuses what forger stored for images 0 to 99: not a part\n"]);
});
