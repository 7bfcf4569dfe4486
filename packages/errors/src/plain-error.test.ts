import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DamagedError, DataError, DownloadError, NotFoundError } from "./data-error.js";
import { EvalpoolError } from "./evalpool-error.js";
import { CheckpointError, SpecError } from "./model-error.js";
import * as family from "./index.js";
import { fromPlain, toPlain } from "./plain-error.js";
import { ShapeError } from "./shape-error.js";
import { DivergenceError, UsageError } from "./usage-error.js";
import { ShardError, WorkerError } from "./worker-error.js";

const range = fc.record({ start: fc.nat(), end: fc.nat() });
const failure = fc.record({
  url: fc.webUrl(),
  kind: fc.constantFrom("connection" as const, "answer" as const, "content" as const),
  reason: fc.string(),
});
const shapes = fc.array(fc.array(fc.nat()));

/** One of each class of the family, with fields of any content. */
const ours: fc.Arbitrary<Error> = fc.oneof(
  fc.string().map((text) => new EvalpoolError("aborted", text)),
  fc.string().map((text) => new UsageError(text)),
  fc.tuple(fc.nat(), fc.double()).map((args) => new DivergenceError(...args)),
  fc.tuple(fc.string(), shapes, fc.string()).map((args) => new ShapeError(...args)),
  fc.string().map((text) => new WorkerError(text)),
  fc.tuple(range, fc.string()).map((args) => new ShardError(...args)),
  fc.tuple(range, fc.string()).map((args) => new ShardError(...args, { kind: "coverage" })),
  fc.tuple(fc.string(), fc.string()).map((args) => new DataError(...args)),
  fc.tuple(fc.string(), fc.string()).map((args) => new NotFoundError(...args)),
  fc.tuple(fc.string(), fc.string()).map((args) => new DamagedError(...args)),
  fc.tuple(fc.string(), fc.array(failure)).map((args) => new DownloadError(...args)),
  fc.tuple(fc.string(), fc.string()).map((args) => new CheckpointError(...args)),
  fc.tuple(fc.string(), fc.array(fc.string())).map((args) => new SpecError(...args)),
);

const languages = fc
  .tuple(fc.constantFrom(Error, TypeError, RangeError, ReferenceError, SyntaxError), fc.string())
  .map(([Type, text]) => new Type(text));

/** With causes, and of several at once. */
const errors = fc.letrec<{ error: Error }>((tie) => ({
  error: fc.oneof(
    { maxDepth: 4 },
    ours,
    languages,
    fc
      .tuple(fc.string(), fc.string(), tie("error"))
      .map(([file, text, cause]) => new DataError(file, text, { cause })),
    fc
      .tuple(fc.array(tie("error"), { maxLength: 3 }), fc.string())
      .map(([several, text]) => new AggregateError(several, text)),
  ),
})).error;

/** All that a caller reads. */
function read(error: Error): unknown {
  const { name, message, stack, cause } = error;
  return {
    prototype: Object.getPrototypeOf(error) as unknown,
    ...{ name, message, stack },
    fields: { ...error },
    cause: cause === undefined ? undefined : read(cause as Error),
    errors: error instanceof AggregateError ? error.errors.map(read) : undefined,
  };
}

test("an error comes out of a message as it went in: class, fields, cause and stack", () => {
  fc.assert(
    fc.property(errors, (error) => {
      const sent = structuredClone(toPlain(error));
      expect(read(fromPlain(sent))).toEqual(read(error));
    }),
  );
});

test("every class of the family is known", () => {
  const { prototype } = EvalpoolError;
  for (const [name, type] of Object.entries(family)) {
    if (
      typeof type !== "function" ||
      !Object.prototype.isPrototypeOf.call(prototype, type.prototype as object)
    )
      continue;
    expect(fromPlain({ name, message: "", fields: {} })).toBeInstanceOf(type);
  }
});

// Sent as it is, it would come out as an Error that knows neither kind nor file.
test("a data error stays one", () => {
  const cloned: unknown = structuredClone(new DataError("images", "cut short"));
  expect(cloned).not.toHaveProperty("kind");
  const revived = fromPlain(structuredClone(toPlain(new DataError("images", "cut short"))));
  expect(revived).toBeInstanceOf(DataError);
  expect(revived).toMatchObject({ kind: "data", file: "images", message: "images: cut short" });
});

describe("what is thrown may be anything", () => {
  test.each([
    ["a text", "Error: a text"],
    [undefined, "Error: undefined"],
    [{ toString: (): string => "an object" }, "Error: an object"],
    [new DOMException("stop", "AbortError"), "AbortError: stop"],
    [Object.assign(new Error("odd"), { name: "__proto__" }), "__proto__: odd"],
  ])("%s", (thrown, text) => {
    expect(String(fromPlain(structuredClone(toPlain(thrown))))).toBe(text);
  });

  test("what no message can hold is left out", () => {
    const error = Object.assign(new Error("no"), { code: "ENOENT", close: () => 0, n: 1n });
    expect(toPlain(error).fields).toEqual({ code: "ENOENT" });
  });

  test("a cause of itself ends", () => {
    const error = new Error("turns");
    error.cause = error;
    let depth = 0;
    for (let e: Error | undefined = fromPlain(toPlain(error)); e; e = e.cause as Error) depth++;
    expect(depth).toBeLessThan(20);
  });
});
