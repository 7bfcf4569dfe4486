import { EvalpoolError } from "./evalpool-error.js";

/** What was asked for cannot be carried out. */
export class UsageError extends EvalpoolError {
  override readonly name: string = "UsageError";

  constructor(message: string, options?: ErrorOptions) {
    super("usage", message, options);
  }
}

/** The loss is no longer a finite number: the weights are lost, most often to a high learning rate. */
export class DivergenceError extends UsageError {
  override readonly name = "DivergenceError";

  constructor(
    readonly epoch: number,
    readonly loss: number,
  ) {
    super(`expected a finite loss, got ${loss} in epoch ${epoch}; try a lower learning rate`);
  }
}
