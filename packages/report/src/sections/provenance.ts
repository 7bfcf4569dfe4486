import { countOf, followersOf, settingsOf, stagesOf, valueLabel } from "@evalpool/pictures";
import {
  corruptionText,
  preprocessText,
  type Runtime,
  type ScoredResult,
} from "@evalpool/evaluate";
import { integer } from "../format.js";
import { html, type Html } from "../html.js";

/** A network as pictures draw it. */
export type Network = Parameters<typeof stagesOf>[0];

/** What of a result says what it is of. */
type Origin = Pick<ScoredResult, "model" | "dataset" | "environment" | "total" | "schemaVersion">;

/** What the figures are of: the model's card, the data with their digests, machine and versions. */
export function provenance(result: Origin, network: Network | undefined): Html {
  const { model, dataset, environment: machine } = result;
  return html`<section aria-labelledby="provenance">
    <h2 id="provenance">Model, data and machine</h2>
    <div class="panel body">
      <h3>Model</h3>
      ${facts([
        ["name", html`<bdi>${model.id}</bdi>`],
        ...ran(model.runtime),
        ...(model.parameters === undefined
          ? []
          : [["parameters", integer(model.parameters)] as const]),
        ...(model.digest === undefined ? [] : [["digest", digest(model.digest)] as const]),
        ...pixels(model),
        ...from(model),
      ])}
      ${network && layers(network)}
    </div>
    <div class="columns">
      <div class="panel">
        <h3>Data</h3>
        ${facts([
          ["name", html`<bdi>${dataset.name}</bdi>`],
          ["split", dataset.split],
          ...(dataset.kind === undefined ? [] : [["kind", dataset.kind] as const]),
          ["images", integer(dataset.images)],
          ["evaluated", integer(result.total)],
          ...corrupted(dataset),
          ["SHA-256 of images", digest(dataset.sha256)],
          ["SHA-256 of labels", digest(dataset.labelsSha256)],
        ])}
      </div>
      <div class="panel">
        <h3>Machine and versions</h3>
        ${facts([
          ["processor", machine.cpu],
          ["platform", `${machine.platform} ${machine.arch}`],
          ["Node.js", machine.node],
          ["evalpool", machine.evalpool],
          ["result schema", String(result.schemaVersion)],
        ])}
      </div>
    </div>
  </section>`;
}

type Facts = readonly (readonly [string, string | Html])[];

/** What was done to images before. */
function corrupted({ corruption }: ScoredResult["dataset"]): Facts {
  if (corruption === undefined) return [];
  return [["corrupted", `${corruptionText(corruption)}, seed ${corruption.seed}`]];
}

/** What ran it, where that is not evalpool itself. */
function ran({ name, version = "", reason }: Runtime): Facts {
  if (name === "own") return [];
  const why = reason === undefined ? [] : [["why", html`<bdi>${reason}</bdi>`] as const];
  return [["runs on", `${runtimes[name]} ${version}`.trimEnd()], ...why];
}

const runtimes = {
  onnxruntime: "onnxruntime",
  predict: "a predictor of one’s own",
  predictions: "nothing: predictions from a file",
} as const;

/** What became of pixels, where that is told apart from the network. */
function pixels({ preprocess }: ScoredResult["model"]): Facts {
  if (preprocess === undefined) return [];
  const text = preprocessText(preprocess) || "as they are stored";
  return [["pixels", preprocess.source === "assumed" ? `${text}, assumed` : text]];
}

function from({ runtime, checkpoint }: ScoredResult["model"]): Facts {
  const what = runtime.name === "own" ? "weights" : "file";
  if (checkpoint === undefined) return runtime.name === "own" ? [[what, "its own"]] : [];
  return [
    [what, html`<bdi>${checkpoint.file}</bdi>`],
    ["SHA-256", digest(checkpoint.sha256)],
  ];
}

function facts(entries: Facts): Html {
  return html`<dl class="facts">
    ${entries.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function digest(sha256: string): Html {
  return html`<code>${sha256}</code>`;
}

function layers(network: Network): Html {
  const rows = stagesOf(network).map((stage, i) => {
    const isNext = stage.from.length === 1 && stage.from[0] === i - 1;
    const inputs = isNext ? [] : [`of ${stage.node.inputs.join(", ")}`];
    const settings = [...inputs, ...settingsOf(stage), ...followersOf(stage)];
    return html`<tr>
      <th scope="row">${stage.node.op}</th>
      <td class="text">${settings.join(", ")}</td>
      <td>${valueLabel(stage.output)}</td>
      <td>${integer(countOf(stage))}</td>
    </tr>`;
  });
  return html`<div class="scroll body" tabindex="0" role="group" aria-label="Layers">
    <table class="data">
      <thead>
        <tr>
          <th scope="col">layer</th>
          <th scope="col" class="text">settings</th>
          <th scope="col">gives</th>
          <th scope="col">parameters</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
