import type { FileNetworkOptions } from "@evalpool/checkpoints";
import { CheckpointError } from "@evalpool/errors";
import type { NamedBytes } from "../files/named-bytes.js";

/** What was opened along with a network, by name: shards of weights lie beside it. */
export function filesBeside(files: readonly NamedBytes[]): FileNetworkOptions["beside"] {
  return (name, maxBytes) => {
    const found = files.find((file) => file.name === name.split("/").at(-1));
    if (found === undefined) {
      const advice = "open it along with the network";
      return Promise.reject(new CheckpointError(name, `its weights are in this file: ${advice}`));
    }
    const { bytes } = found;
    if (bytes.length > maxBytes) {
      const reason = `expected at most ${maxBytes} bytes, got ${bytes.length}`;
      return Promise.reject(new CheckpointError(name, reason));
    }
    return Promise.resolve(bytes);
  };
}
