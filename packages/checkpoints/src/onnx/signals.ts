/** That a node, or something of it, is not covered: caught where the node is known. */
export class NotCovered extends Error {
  override readonly name = "NotCovered";
}

/** That a node does something to the batch, so that the graph is not one of single examples. */
export class NotLifted extends Error {
  override readonly name = "NotLifted";
}

/** That a node is not as the standard has it: caught where the node is known. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}
