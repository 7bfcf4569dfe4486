import { DamagedError, DataError, DownloadError, NotFoundError } from "./data-error.js";
import { EvalpoolError } from "./evalpool-error.js";
import { CheckpointError, SpecError, UnsupportedError } from "./model-error.js";
import { ShapeError } from "./shape-error.js";
import { DivergenceError, UsageError } from "./usage-error.js";
import { ShardError, WorkerError } from "./worker-error.js";

/** An error as data: fit for JSON, and for a message from one thread to another. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** What the class adds, as `kind` and `file`. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause?: PlainError;
  /** Of an `AggregateError`. */
  readonly errors?: readonly PlainError[];
}

/** So many causes of causes, and errors of errors, are told. */
const DEEPEST = 8;

/** An error as a thread can send it: the classes of those that are sent as they are get lost. */
export function toPlain(thrown: unknown): PlainError {
  return describe(thrown, DEEPEST);
}

function describe(thrown: unknown, depth: number): PlainError {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown), fields: {} };
  const { name, message, stack, cause } = thrown;
  const errors = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : undefined;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    fields: Object.fromEntries(
      Object.entries(thrown).filter(([, value]) => isPlain(value, DEEPEST)),
    ),
    ...(cause !== undefined && depth > 0 && { cause: describe(cause, depth - 1) }),
    ...(errors && depth > 0 && { errors: errors.map((error) => describe(error, depth - 1)) }),
  };
}

/** Whether JSON has a word for it; numbers that it has none for are sent all the same. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) {
    return !["function", "symbol", "bigint"].includes(typeof value);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isOfParts = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isOfParts && depth > 0 && Object.values(value).every((part) => isPlain(part, depth - 1));
}

/** The error that `toPlain` was given: of its class, where that is evalpool's or the language's. */
export function fromPlain({ name, message, stack, fields, cause, errors }: PlainError): Error {
  const options = cause && { cause: fromPlain(cause) };
  const error = errors
    ? new AggregateError(errors.map(fromPlain), message, options)
    : new Error(message, options);
  const type = classNamed(name);
  if (type) Object.setPrototypeOf(error, type.prototype);
  Object.assign(error, fields);
  if (error.name !== name) define(error, "name", name);
  if (stack !== undefined) define(error, "stack", stack);
  return error;
}

/** What an error can be again. In a function, so that who has no use for it is spared all of them. */
function classNamed(name: string): { readonly prototype: Error } | undefined {
  const ours = { EvalpoolError, UsageError, DivergenceError, ShapeError, WorkerError, ShardError };
  const files = { DataError, NotFoundError, DamagedError, DownloadError };
  const models = { CheckpointError, SpecError, UnsupportedError };
  const languages = { TypeError, RangeError, ReferenceError, SyntaxError };
  return new Map(Object.entries({ ...ours, ...files, ...models, ...languages })).get(name);
}

/** As errors have theirs: not listed among the fields. */
function define(error: Error, key: "name" | "stack", value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}
