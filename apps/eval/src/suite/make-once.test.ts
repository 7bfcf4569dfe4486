import { expect, test, vi } from "vitest";
import { makeOnce } from "./make-once.js";

const [a, b] = [{ name: "a" }, { name: "b" }];

test("equals are made once, told how often they are wanted, and not kept beyond that", async () => {
  const make = vi.fn(({ name }: { name: string }) => Promise.resolve({ name }));
  const take = makeOnce([a, b, { ...a }], make);
  expect(make).not.toHaveBeenCalled();
  const first = await take(a);
  expect(await take(b)).toEqual(b);
  expect(await take({ ...a })).toBe(first);
  expect(make.mock.calls).toEqual([
    [a, 2],
    [b, 1],
  ]);
  expect(await take(a)).not.toBe(first);
});

test("what cannot be made is not tried again", async () => {
  const make = vi.fn(() => Promise.reject(new Error("no")));
  const take = makeOnce([a, a], make);
  await expect(take(a)).rejects.toThrow("no");
  await expect(take(a)).rejects.toThrow("no");
  expect(make).toHaveBeenCalledTimes(1);
});
