import { CheckpointError, shorten } from "@evalpool/errors";
import type { ReadNetworkOptions } from "../network-file.js";
import { bytesOf } from "./decode-tensor.js";
import type { TensorProto } from "./onnx.generated.js";

/** Of `TensorProto.DataLocation`: the values lie in another file. */
const EXTERNAL = 1;
/** Of a file beside the model, in bytes: as much as a file of weights may have. */
const LARGEST = 2 ** 31;

const ADVICE = "export it in one file: onnx.save_model(model, FILE, save_as_external_data=False)";

function isExternal({ dataLocation }: TensorProto): boolean {
  return dataLocation === EXTERNAL;
}

/** Where a tensor's values lie. */
interface Place {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * The bytes of tensors whose values lie in files beside the model.
 *
 * @throws {CheckpointError} when a file cannot be had, or is shorter than a tensor needs
 */
export async function readExternalData(
  tensors: readonly TensorProto[],
  file: string,
  beside: ReadNetworkOptions["beside"],
): Promise<ReadonlyMap<TensorProto, Uint8Array>> {
  const places = tensors
    .filter(isExternal)
    .map((tensor) => [tensor, placeOf(tensor, file)] as const);
  if (places.length === 0) return new Map();
  if (beside === undefined) {
    throw new CheckpointError(file, `its weights lie in other files; ${ADVICE}`);
  }
  const files = new Map<string, Uint8Array>();
  for (const [, { location }] of places) {
    if (!files.has(location)) files.set(location, await beside(location, LARGEST));
  }
  return new Map(
    places.map(([tensor, { location, offset, length }]) => {
      const bytes = files.get(location) ?? new Uint8Array();
      if (offset + length > bytes.length) {
        const reason = `expected ${length} bytes from byte ${offset} on in ${shorten(location)}`;
        throw damaged(file, tensor, `${reason}, which has ${bytes.length}`);
      }
      return [tensor, bytes.subarray(offset, offset + length)];
    }),
  );
}

/** @throws {CheckpointError} when what is said of the place does not hold together */
function placeOf(tensor: TensorProto, file: string): Place {
  const said = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = said.get("location") ?? "";
  if (location === "" || /[/\\:\0]/.test(location) || location.startsWith(".")) {
    const got = location === "" ? "none" : shorten(location);
    throw damaged(
      file,
      tensor,
      `expected the plain name of a file beside the model, got ${got}; ${ADVICE}`,
    );
  }
  const length = bytesOf(tensor) ?? 0;
  const told = numberOf("length", length);
  if (told !== length) {
    throw damaged(file, tensor, `its shape takes ${length} bytes, its external data has ${told}`);
  }
  return { location, offset: numberOf("offset", 0), length };

  function numberOf(key: string, absent: number): number {
    const text = said.get(key);
    if (text === undefined) return absent;
    const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (Number.isNaN(number)) {
      throw damaged(
        file,
        tensor,
        `expected ${key} of its external data to be a number of bytes, got ${shorten(text, 40)}`,
      );
    }
    return number;
  }
}

function damaged(file: string, { name }: TensorProto, reason: string): CheckpointError {
  return new CheckpointError(file, `tensor ${shorten(name)}: ${reason}`);
}
