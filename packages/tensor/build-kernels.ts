import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** The two builds of `assembly/`: every engine of today runs the first, many the second. */
const builds = { simd: "simd", relaxed: "simd,relaxed-simd" };

/** Compiles `assembly/` and writes the modules' bytes as TypeScript, so that they ship anywhere. */
async function build(features: string): Promise<string> {
  let binary = new Uint8Array();
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--use", "abort=", "--enable", features];
  const directory = fileURLToPath(new URL(".", import.meta.url));
  const { error } = await asc.main(
    ["assembly/index.ts", "--baseDir", directory, "--outFile", "kernels.wasm", ...flags],
    {
      stderr: process.stderr,
      writeFile: (_, contents) => void (binary = contents as Uint8Array<ArrayBuffer>),
    },
  );
  if (error) throw error;
  return Buffer.from(binary).toString("base64");
}

const lines = ["// Made by build-kernels.ts from assembly/; not kept in the repository."];
for (const [name, features] of Object.entries(builds)) {
  lines.push(`export const ${name} =`, `  "${await build(features)}";`);
}
writeFileSync(new URL("src/kernels.generated.ts", import.meta.url), lines.join("\n") + "\n");
