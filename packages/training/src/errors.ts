/** The loss is no longer a finite number: the weights are lost, most often to a high learning rate. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";

  /** @param epoch the epoch, from 1, in which it happened */
  constructor(
    readonly epoch: number,
    readonly loss: number,
  ) {
    super(`expected a finite loss, got ${loss} in epoch ${epoch}; try a lower learning rate`);
  }
}
