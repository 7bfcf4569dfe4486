import { spawnSync } from "node:child_process";

/** What the interpreter can do; `undefined` where there is none. */
export const python = ((): "with numpy" | "alone" | undefined => {
  if (spawnSync("python3", ["-c", "pass"]).status !== 0) return undefined;
  return spawnSync("python3", ["-c", "import numpy"]).status === 0 ? "with numpy" : "alone";
})();

/** What a reader has before the page's lines. */
const givens: Readonly<Record<string, string>> = {
  "docs/evaluate-your-weights.md": `
import pickle as _pickle
globals().update(_pickle.load(open("sample_weight.pkl", "rb")))

class model:
    class _Dense:
        def __init__(self, *arrays): self.get_weights = lambda: list(arrays)
    layers = [_Dense(), _Dense(W1, b1), _Dense(W2, b2), _Dense(W3, b3)]
    state_dict = lambda: {"fc1.weight": W1.T.copy(), "fc1.bias": b1.copy()}
`,
  "docs/evaluate-your-data.md": `
import numpy as _numpy
images = _numpy.zeros((100, 28, 28), dtype=_numpy.uint8)
labels = _numpy.arange(100, dtype=_numpy.uint8) % 10
`,
};

/** Modules that blocks may need to be run; with any other a block is parsed only. */
const available = ["numpy", "pathlib", "pickle", "struct", "write_idx"];

/** Arguments of `python3` that run a page's block, or parse it where it cannot be run here. */
export function pythonArguments(page: string, text: string): string[] {
  const imports = [...text.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name!);
  const canRun = python === "with numpy" && imports.every((name) => available.includes(name));
  if (canRun) return ["-c", (givens[page] ?? "") + text];
  return ["-c", "import ast, sys; ast.parse(sys.argv[1])", text];
}
