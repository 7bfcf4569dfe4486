import { imageShape, parameterCount, zoo, type ZooEntry, type ZooScore } from "@evalpool/models";
import type { Command } from "commander";
import { jsonLine } from "../terminal/json-line.js";
import { formatAccuracy, formatInteger } from "../terminal/numbers.js";
import { layOutTable } from "../terminal/table.js";
import { say } from "../terminal/tell.js";
import { addExamples } from "./add-examples.js";

/** A network of the zoo, as `--json` tells of it. */
interface ModelFacts {
  readonly id: string;
  readonly about: string;
  /** Shape of its input; `[C, H, W]` of images. */
  readonly reads: readonly number[];
  readonly parameters: number;
  /** Where its weights come from. */
  readonly weights: "shipped" | "downloaded";
  readonly score?: ZooScore & { readonly accuracy: number };
}

/** Where there is no terminal: wide enough for all columns. */
const WIDE = 120;

export function addModelsCommand(program: Command): void {
  const command = program
    .command("models")
    .summary("list the networks that are known by name")
    .description("list the networks that are known by name: what each is, reads and scores")
    .option("--json", "as JSON on one line")
    .action(({ json }: { json?: true }) => {
      const facts = [...zoo].map(factsOf);
      if (json) process.stdout.write(jsonLine(facts));
      else say(describeModels(facts, process.stdout.columns || WIDE));
    });
  addExamples(command, [
    ["evalpool models", "names for --model"],
    ["evalpool models --json", "for programs"],
  ]);
}

function factsOf([id, { graph, about, remote, score }]: [string, ZooEntry]): ModelFacts {
  return {
    id,
    about,
    reads: imageShape(graph) ?? graph.input.shape,
    parameters: parameterCount(graph),
    weights: remote ? "downloaded" : "shipped",
    ...(score && { score: { ...score, accuracy: score.correct / score.total } }),
  };
}

function describeModels(facts: readonly ModelFacts[], columns: number): readonly string[] {
  const right = (title: string, rank: number, cell: (of: ModelFacts) => string) =>
    ({ title, cells: facts.map(cell), align: "right", rank }) as const;
  const table = [
    { title: "name", cells: facts.map(({ id }) => id), rank: 0 },
    { title: "what it is", cells: facts.map(({ about }) => about), wraps: true, rank: 0 } as const,
    { title: "reads", cells: facts.map(({ reads }) => reads.join("×")), rank: 2 },
    right("parameters", 3, ({ parameters }) => formatInteger(parameters)),
    { title: "weights", cells: facts.map(({ weights }) => weights), rank: 4 },
    right("mnist", 1, ({ score }) => (score ? formatAccuracy(score.accuracy) : "")),
  ];
  return layOutTable(table, columns).lines;
}
