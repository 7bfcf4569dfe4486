import type { Model } from "@evalpool/models";
import { writeSafetensors } from "../safetensors.js";
import { GRAPH, VERSION, type NativeForm } from "./native-form.js";
import { toSpec } from "./to-spec.js";

/**
 * The bytes of a safetensors file that holds a network and its weights, for `readNative`.
 *
 * @param model as `bind` gives it
 */
export function writeNetwork({ graph, parameters }: Model): Uint8Array<ArrayBuffer> {
  const { classNames } = graph;
  const form: NativeForm = { version: VERSION, spec: toSpec(graph), classNames };
  return writeSafetensors(parameters, { [GRAPH]: JSON.stringify(form) });
}
