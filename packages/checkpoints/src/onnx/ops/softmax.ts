import { size } from "@evalpool/tensor";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { NotLifted } from "../signals.js";
import type { Flow } from "../values.js";

/** `Softmax` and `LogSoftmax`: from opset 13 on along one axis, before that along all from one on. */
export const lowerSoftmax =
  (op: "softmax" | "logSoftmax") =>
  (node: NodeLowering): Flow => {
    const x = node.flow(0);
    const rank = node.rank(x);
    if (node.opset >= 13) {
      const axis = node.axis(node.attributes.int("axis", -1), rank);
      return node.emit(op, [x], axis === x.shape.length - 1 ? {} : { axis });
    }
    const said = node.attributes.int("axis", 1);
    const axis = (said === rank ? rank : resolveAxis(said, rank)) - node.batch;
    if (axis < 0) throw new NotLifted("works along the batch");
    const inner = size(x.shape.slice(axis));
    const outer = size(x.shape.slice(0, axis));
    const rows = node.reshape(x, outer === 1 ? [inner] : [outer, inner]);
    return node.reshape(node.emit(op, [rows], {}), x.shape);
  };
