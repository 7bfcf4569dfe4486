import { parametersOf, type Graph, type Parameters } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { size } from "@evalpool/tensor";

/** Weights under which values keep their size from layer to layer. */
export function randomWeights(graph: Graph, seed: number): Parameters {
  const random = createRandom(seed, 0);
  return new Map(
    parametersOf(graph).map(({ name, shape, role, fans }) => {
      const draw = (): number => {
        if (fans) return random.bell(Math.sqrt(2 / fans.in));
        return role === "variance" ? random.uniform(0.5, 1.5) : random.uniform(-1, 1);
      };
      return [name, { data: Float32Array.from({ length: size(shape) }, draw), shape }];
    }),
  );
}

/** Bytes of every value, as many 0 and 255 as in a picture with light and shade. */
export function randomPixels(length: number, seed: number): Uint8Array {
  const random = createRandom(seed, 1);
  return Uint8Array.from({ length }, () => Math.max(0, Math.min(255, random.uniform(-64, 320))));
}
