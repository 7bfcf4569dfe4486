import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { writeCsv, writeNpz, type LabelledImages } from "@evalpool/data/node";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { writeSafetensors } from "@evalpool/checkpoints";
import { tensor, zeros } from "@evalpool/tensor";
import { sharedFile } from "../../../../test/shared.js";
import { root } from "./pages.js";

/** A directory with all that the pages name, and an environment whose `npx` runs the built command. */
export interface Workplace extends AsyncDisposable {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The scripts of the root's package.json that run `evalpool`. */
const scripts = ["eval", "evalpool", "train"] as const;

export async function createWorkplace(): Promise<Workplace> {
  const home = await mkdtemp(join(tmpdir(), "evalpool-docs-"));
  const [directory, bin] = [join(home, "work"), join(home, "bin")];
  await mkdir(directory);
  await mkdir(bin);
  for (const [name, script] of [["npx", await launcher()] as const, ["sbatch", sbatch] as const]) {
    await writeFile(join(bin, name), script);
    await chmod(join(bin, name), 0o755);
  }
  // A volume of the page on many machines.
  await mkdir(join(directory, "results"));
  await writeData(directory);
  await writeWeights(directory);
  return {
    directory,
    env: {
      PATH: bin + delimiter + process.env["PATH"],
      HOME: home,
      EVALPOOL_DATA: join(directory, "data"),
      EVALPOOL_CACHE: join(home, "cache"),
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

/** As Slurm's of that name with `--wait`: runs a script once for each index of its array. */
const sbatch = `#!/bin/bash
[ "$1" = --wait ] || exit 97
range=$(sed -n 's/^#SBATCH --array=//p' "$2")
export SLURM_CPUS_PER_TASK=$(sed -n 's/^#SBATCH --cpus-per-task=//p' "$2")
for SLURM_ARRAY_TASK_ID in $(seq \${range%-*} \${range#*-}); do
  export SLURM_ARRAY_TASK_ID
  bash "$2" || exit
done
`;

/** Runs what the root's script of that name runs once all is built, and refuses everything else. */
async function launcher(): Promise<string> {
  const packageJson = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const cases = scripts.map((name) => {
    const [node, file, ...args] = packageJson.scripts[name]!.split(" && ").at(-1)!.split(" ");
    if (node !== "node") throw new Error(`script ${name}: expected to end in node …, got ${node}`);
    return `${name}) shift; exec "${process.execPath}" "${join(root, file!)}" ${args.join(" ")} "$@" ;;`;
  });
  return `#!/bin/sh
[ "$1 $2" = "-y pnpm@12" ] && shift 2
[ "$1" = --silent ] && shift
case "$1" in
${cases.join("\n")}
esac
echo "the test of the docs cannot run: $*" >&2
exit 97
`;
}

/** Real test images, drawn ones to train on, and a data set of the reader's own. */
async function writeData(directory: string): Promise<void> {
  const [mnist, fashion] = ["data/mnist", "data/fashion-mnist"].map((it) => join(directory, it));
  const digits = synthesizeDigits({ count: 500 });
  await mkdir(mnist!, { recursive: true });
  await symlink(mnist!, fashion!);
  for (const name of ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]) {
    await symlink(sharedFile(`mnist/${name}`), join(mnist!, name));
  }
  await writeSplit(mnist!, "train", digits.images, digits.labels);
  await writeSplit(join(directory, "my-digits"), "t10k", digits.images, digits.labels);
  const scans = { data: new Uint8Array(32 * 32), shape: [1, 32, 32] };
  await writeSplit(join(directory, "my-scans"), "t10k", scans, zeros([1], "uint8"));
  const set = { images: digits.images.data, shape: [1, 28, 28] as const };
  const fromOne = digits.labels.data.map((label) => label + 1);
  await writeNpz(join(directory, "from-one.npz"), "test", { ...set, labels: fromOne });
  // Until a page's Python writes its own, where there is NumPy.
  await writeNpz(join(directory, "digits.npz"), "test", { ...set, labels: digits.labels.data });
  await writeNamed(join(directory, "named.csv"), { ...set, labels: digits.labels.data });
}

/** A table whose labels are words. */
async function writeNamed(file: string, set: LabelledImages): Promise<void> {
  await writeCsv(file, set);
  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const table = await readFile(file, "utf8");
  await writeFile(
    file,
    table.replaceAll(/^\d/gm, (label) => words[Number(label)] ?? label),
  );
}

interface Bytes {
  readonly data: Uint8Array;
  readonly shape: readonly number[];
}

async function writeSplit(
  directory: string,
  prefix: string,
  images: Bytes,
  labels: Bytes,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, `${prefix}-images-idx3-ubyte`), encodeIdx(images));
  await writeFile(join(directory, `${prefix}-labels-idx1-ubyte`), encodeIdx(labels));
}

/** A checkpoint is told by its bytes: the pickle stands in until a page's Python writes an NPZ. */
async function writeWeights(directory: string): Promise<void> {
  for (const name of ["weights.npz", "old.pkl", "sample_weight.pkl"]) {
    await copyFile(sharedFile("checkpoints/sample_weight.pkl"), join(directory, name));
  }
  await mkdir(join(directory, "models/digits/onnx"), { recursive: true });
  for (const name of ["net.onnx", "models/digits/onnx/model.onnx"]) {
    await copyFile(sharedFile("onnx/simple.onnx"), join(directory, name));
  }
  // Of the network that docs/evaluate-your-weights.md describes, as PyTorch names and turns them.
  const ramp = (rows: number, columns: number) =>
    tensor(
      Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (_, j) => Math.sin(i + j) / 28),
      ),
    );
  const weights = writeSafetensors(
    new Map([
      ["fc1.weight", ramp(32, 784)],
      ["fc1.bias", zeros([32])],
      ["fc2.weight", ramp(10, 32)],
      ["fc2.bias", zeros([10])],
    ]),
  );
  await writeFile(join(directory, "weights.safetensors"), weights);
}
