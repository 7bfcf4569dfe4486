/**
 * Node.js's own, when it is asked for: it brings streams along, for which a thread that decodes nothing
 * would wait.
 */
export function zlib(): typeof import("node:zlib") {
  return process.getBuiltinModule("node:zlib");
}
