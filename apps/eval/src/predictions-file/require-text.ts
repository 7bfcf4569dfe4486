import { fileKind, type FileKindId } from "@evalpool/files";
import { openRegular, systemMessage, type ToError } from "@evalpool/files/node";

/** Bytes that a kind is told by. */
const HEAD = 4096;

const texts: ReadonlySet<FileKindId> = new Set(["csv", "json", "text"]);
const models: ReadonlySet<FileKindId> = new Set([
  "onnx",
  "keras",
  "torch",
  "hdf5",
  "safetensors",
  "tflite",
]);

/**
 * Makes sure that a file may have lines of predictions.
 *
 * @throws what `toError` makes of the reason: what the file is instead, and what to do
 */
export async function requireText(path: string, toError: ToError): Promise<void> {
  await using open = await openRegular(path, toError);
  const { buffer, bytesRead } = await open.handle
    .read(Buffer.alloc(HEAD), 0, HEAD, 0)
    .catch((cause: unknown) => {
      throw toError(systemMessage(cause), { cause });
    });
  const kind = fileKind(buffer.subarray(0, bytesRead));
  if (kind && texts.has(kind.id)) return;
  const advice = kind && models.has(kind.id) ? "a model is given with --model FILE" : kind?.remedy;
  const got = kind?.name ?? "what is no text of UTF-8";
  throw toError(
    `expected CSV or lines of JSON, got ${got}; ` +
      (advice ?? "write a line index,prediction, and below it one for each image"),
  );
}
