import { corruptionText, type ComparedResult, type Comparison } from "@evalpool/evaluate";
import { integer } from "../format.js";
import { html, type Html } from "../html.js";

/** What was compared, on what: models and data with their digests. */
export function origins({ a, b, dataset, total }: Comparison): Html {
  const { corruption } = dataset;
  return html`<section aria-labelledby="origins">
    <h2 id="origins">Models and data</h2>
    <div class="columns body">${panel("A", modelFacts(a))} ${panel("B", modelFacts(b))}</div>
    ${panel("Data", [
      ["name", html`<bdi>${dataset.name}</bdi>`],
      ["split", html`<bdi>${dataset.split}</bdi>`],
      ["images", integer(dataset.images)],
      ["compared", integer(total)],
      ...(corruption
        ? [["corrupted", `${corruptionText(corruption)}, seed ${corruption.seed}`] as const]
        : []),
      ["SHA-256 of images", html`<code>${dataset.sha256}</code>`],
      ["SHA-256 of labels", html`<code>${dataset.labelsSha256}</code>`],
    ])}
  </section>`;
}

type Facts = readonly (readonly [string, string | Html])[];

function modelFacts({ file, model }: ComparedResult): Facts {
  const { runtime, checkpoint } = model;
  return [
    ["from", html`<bdi>${file}</bdi>`],
    ["model", html`<bdi>${model.id}</bdi>`],
    ...(runtime && runtime.name !== "own" ? [["runs on", runtime.name] as const] : []),
    ...(checkpoint
      ? ([
          ["file", html`<bdi>${checkpoint.file}</bdi>`],
          ["SHA-256", html`<code>${checkpoint.sha256}</code>`],
        ] as const)
      : []),
  ];
}

function panel(title: string, facts: Facts): Html {
  return html`<div class="panel">
    <h3>${title}</h3>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}
