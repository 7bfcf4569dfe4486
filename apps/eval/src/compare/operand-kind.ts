import { basename } from "node:path";
import { largestNetwork } from "@evalpool/checkpoints";
import { isWeightsAlone } from "@evalpool/checkpoints/node";
import { DataError, didYouMean } from "@evalpool/errors";
import { openRegular, readWhole } from "@evalpool/files/node";
import { zoo } from "@evalpool/models";

/** What one of the two to compare is: a result, a part of one, or what is to be evaluated first. */
export type OperandKind = "result" | "part" | "model" | "weights";

/** Bytes that JSON is told by. */
const HEAD = 4096;
/** What the shell hands over, which can be read but once: a result, if anything. */
const HANDED_OVER = /^\/(?:dev|proc)\//;

/**
 * Tells by a file's content what it is: what is not JSON is weights, or a network with them.
 *
 * @throws {DataError} when it is no name of a model, and cannot be read
 */
export async function operandKind(operand: string): Promise<OperandKind> {
  if (zoo.has(operand)) return "model";
  if (HANDED_OVER.test(operand)) return "result";
  const head = await readHead(operand);
  if (/^(?:\ufeff)?\s*[[{]/.test(head) || operand.toLowerCase().endsWith(".json")) {
    if (/"evalpoolPart"\s*:/.test(head)) return "part";
    return /"(?:layers|modelTopology)"\s*:/.test(head) ? "model" : "result";
  }
  const bytes = await readWhole(operand, {
    maxBytes: largestNetwork(operand),
    toError: refusal(operand),
  });
  return (await isWeightsAlone(bytes, operand)) ? "weights" : "model";
}

async function readHead(operand: string): Promise<string> {
  await using open = await openRegular(operand, refusal(operand));
  const { buffer, bytesRead } = await open.handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  return buffer.toString("utf8", 0, bytesRead);
}

/** Of what is not there, says what there could be in its place. */
function refusal(operand: string) {
  return (reason: string, options?: ErrorOptions): DataError => {
    const isMissing = (options?.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
    const wanted = `expected a result of eval --json, a part of one, a model or weights`;
    const meant = didYouMean(operand, [...zoo.keys()]);
    const told = isMissing ? `${reason}; ${wanted}${meant && `.${meant}`}` : reason;
    return new DataError(basename(operand), told, options);
  };
}
