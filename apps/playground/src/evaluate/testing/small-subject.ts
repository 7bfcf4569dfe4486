import { readFileSync } from "node:fs";
import { readCheckpoint } from "@evalpool/checkpoints";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { bind, zoo } from "@evalpool/models";
import { idxTestSet } from "../../data/idx-test-set.js";
import type { Subject } from "../evaluation.js";

const file = new URL(import.meta.resolve("@evalpool/models/checkpoints/mlp.safetensors"));

/** The zoo's `mlp` and so many digits, of which it reads some wrong. */
export async function smallSubject(count: number): Promise<Subject> {
  const digits = synthesizeDigits({ count });
  const { parameters } = await readCheckpoint(readFileSync(file), "mlp");
  const { graph } = zoo.get("mlp")!;
  return {
    network: { model: bind(graph, parameters, "mlp"), flags: ["--model", "mlp"] },
    set: idxTestSet(
      { name: "images", bytes: encodeIdx(digits.images) },
      { name: "labels", bytes: encodeIdx(digits.labels) },
      { name: "digits", flags: [], isComplete: true },
    ),
  };
}
