import { required, shorten, UsageError } from "@evalpool/errors";
import { classOf, rankOf, type KnownClasses } from "./class-of.js";
import { gateFigures } from "./gate-figures.js";
import type { Gate } from "./gate.js";

/**
 * Makes sure that there are the classes that gates are on: a gate on another could never hold,
 * however good the model.
 *
 * @throws {UsageError} that names the gate, and the class that there is not
 */
export function requireGateClasses(gates: readonly Gate[], classes: KnownClasses): void {
  for (const { expression, figure, at } of gates) {
    const { index } = required(gateFigures.get(figure), "figure");
    for (const one of at) {
      const found = index === "rank" ? rankOf(classes, Number(one)) : classOf(classes, one);
      if (typeof found !== "number") {
        throw new UsageError(`gate ${shorten(expression, 60)}: ${found.absent}`);
      }
    }
  }
}
