import { ramp, themes, type Theme } from "./colors.js";
import { imageStyles } from "./image-styles.js";

/** The page's style sheet: light and dark as the reader has it, light on paper. */
export function styles(): string {
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(themes.dark)} } }`;
  return [
    `:root { color-scheme: light; ${variables(themes.light)} }`,
    dark,
    PAGE,
    PARTS,
    MATRIX,
    imageStyles,
    PRINT,
  ].join("\n");
}

function variables(theme: Theme): string {
  const named = Object.entries(theme).map(([name, color]) => `--${name}: ${color};`);
  const steps = ramp(theme).map(
    ({ background, text }, i) => `--step-${i}: ${background}; --on-step-${i}: ${text};`,
  );
  return [...named, ...steps].join(" ");
}

const PAGE = `
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
header, nav, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3.5rem; }
footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--muted); font-size: .875rem; }
h1, h2, h3, p, ul, ol, dl, figure, table { margin: 0; padding: 0; }
h1 { font-size: 1.125rem; font-weight: 600; color: var(--muted); }
h2 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; }
h3 { font-size: 1rem; line-height: 1.4; }
section { margin-top: 4rem; }
section > h2 + p { margin-top: .25rem; color: var(--muted); max-width: 42rem; }
.body { margin-top: 1.5rem; }
nav { padding-top: 2rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
button {
  font: inherit; color: inherit; background: var(--surface); cursor: pointer;
  border: 1px solid var(--line); border-radius: 8px; padding: .375rem .875rem;
}
button:hover { border-color: var(--muted); }
svg { display: block; max-width: 100%; height: auto; }
code { font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.flag { white-space: nowrap; }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  header, nav, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 2rem; }
  section { margin-top: 3rem; }
}
`;

const PARTS = `
.score { font-size: clamp(3.25rem, 12vw, 5.5rem); font-weight: 700; line-height: 1.05; letter-spacing: -.035em; margin-top: .25rem; }
.interval { font-size: 1.125rem; }
.interval small { font-size: inherit; color: var(--muted); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin-top: 2rem; }
.tiles > div, .panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.tiles > div { padding: .875rem 1rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--muted); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.375rem; font-weight: 600; line-height: 1.3; }
.gates-title { font-size: 1rem; margin-top: 1.5rem; letter-spacing: 0; }
.gates { list-style: none; margin-top: .25rem; }
.gates li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
.gates li span:first-child { min-width: 4.25rem; color: var(--accent); }
.gates .missed span:first-child { color: var(--error); font-weight: 600; }
.panel { padding: 1.5rem; min-width: 0; }
.panel > h3 { margin-bottom: .75rem; }
.panel > h3:has(+ .note) { margin-bottom: 0; }
.panel > h3 + .note { margin: 0 0 .75rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; align-items: start; }
.columns + .columns, .columns + .panel, .panel + .panel, .panel + .columns { margin-top: 1rem; }
.columns > .panel { margin-top: 0; }
.scroll { overflow-x: auto; }
.data { border-collapse: collapse; width: 100%; font-size: .9375rem; }
.data th, .data td { padding: .375rem .75rem .375rem 0; text-align: right; border-bottom: 1px solid var(--line); }
.data th:last-child, .data td:last-child { padding-right: 0; }
.data th:first-child, .data td:first-child, .data .text { text-align: left; }
.data th { font-weight: 600; }
.data thead th { color: var(--muted); font-weight: 500; font-size: .875rem; white-space: nowrap; }
.data tbody tr:last-child > * { border-bottom: 0; }
.data th small { color: var(--muted); font-weight: 400; }
.data thead button { padding: 0; border: 0; background: none; font: inherit; color: inherit; }
.data thead button:hover { color: var(--ink); text-decoration: underline; }
.data [aria-sort="ascending"] button::after { content: " ↑"; }
.data [aria-sort="descending"] button::after { content: " ↓"; }
.data .absent { color: var(--muted); }
.sortable { table-layout: fixed; }
.sortable th:not(:first-child), .sortable td { width: 19%; }
.averages tr:first-child > * { border-top: 1px solid var(--line); }
.rows { overflow: auto; max-height: 36rem; }
.rows thead th { position: sticky; top: 0; background: var(--surface); }
.search { margin-bottom: .75rem; }
.search input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--muted); border-radius: 8px; padding: .25rem .625rem; margin-left: .375rem; max-width: 100%; }
.facts { display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: .5rem 1.25rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.ranked { list-style: none; }
.ranked li { padding: .625rem 0; border-bottom: 1px solid var(--line); display: flex; gap: .75rem; align-items: baseline; }
.ranked li:first-child { padding-top: 0; }
.ranked li:last-child { border: 0; padding-bottom: 0; }
.ranked b { font-size: 1.25rem; min-width: 1.5rem; max-width: 45%; overflow-wrap: anywhere; }
.ranked small { color: var(--muted); font-size: .875rem; display: block; }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
details[open] summary { margin-bottom: .75rem; }
.noscript { margin-top: 1.5rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); max-width: 48rem; }
.note { color: var(--muted); font-size: .875rem; margin-top: .75rem; }
@media (max-width: 40rem) {
  .panel { padding: 1rem; }
  .data { font-size: .8125rem; }
  .data th, .data td { padding-right: .5rem; }
  .data thead th { font-size: .8125rem; }
  .sortable thead th { white-space: normal; }
}
`;

const steps = Array.from(
  { length: 9 },
  (_, i) => `.step-${i} { background: var(--step-${i}); color: var(--on-step-${i}); }`,
).join("\n");

const MATRIX = `
${steps}
.confusions { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 1rem; align-items: start; }
.confusions > .panel { margin-top: 0; }
.confusions.stacked, .confusions:has(> #cell[hidden]) { grid-template-columns: minmax(0, 1fr); }
.matrix { border-collapse: separate; border-spacing: 2px; width: 100%; table-layout: fixed; }
#axes { margin: 0 0 .5rem; }
.matrix th { font-weight: 600; color: var(--muted); font-size: .875rem; padding: 0; height: 1.75rem; text-align: center; }
.matrix thead td { width: 1.5rem; height: auto; }
.matrix td { padding: 0; height: 2.75rem; text-align: center; border-radius: 6px; font-size: .875rem; letter-spacing: -.01em; white-space: nowrap; }
.matrix .none { color: var(--muted); background: transparent; }
.matrix .hit { background: var(--quiet); color: var(--ink); font-weight: 600; }
.matrix button { width: 100%; height: 100%; min-width: 0; padding: 0; border: 0; border-radius: 6px; background: transparent; color: inherit; font: inherit; }
.matrix button:hover { box-shadow: inset 0 0 0 2px currentColor; }
.matrix button:focus-visible { outline-offset: 1px; }
.window { overflow: auto; max-height: min(54rem, 85vh); }
.matrix.large { --cell: max(2.25rem, .75rem + .5rem * var(--digits)); --head: 2.25rem; width: calc(var(--head) + var(--classes) * var(--cell)); border-spacing: 0; margin-right: 2px; }
.matrix.large thead td { width: var(--head); }
.matrix.named.large { --head: 10.5rem; }
.matrix.large :is(th, td) { height: 1.75rem; border: 1px solid var(--surface); font-size: .75rem; }
.matrix.large :is(th, thead td) { position: sticky; z-index: 1; top: 0; background: var(--surface); }
.matrix.large tbody th { left: 0; top: auto; }
.matrix.large thead td { left: 0; z-index: 2; }
.matrix.large tbody td:empty { color: var(--muted); }
.matrix.large tbody td:empty::before { content: "·"; }
.matrix.named th span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; }
.matrix.named th[scope="col"] { height: auto; padding: .25rem 0; vertical-align: bottom; }
.matrix.named th[scope="col"] span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 8rem; margin: 0 auto; line-height: 1.3; }
.matrix.named th[scope="row"] { text-align: right; padding-right: .5rem; }
.matrix.named:not(.large) thead td { width: 7rem; }
.matrix.large button { border-radius: 5px; }
[aria-pressed="true"] { box-shadow: 0 0 0 2px var(--surface), 0 0 0 4px var(--accent); }
.matrix.large [aria-pressed="true"] { box-shadow: inset 0 0 0 2px var(--accent), inset 0 0 0 4px var(--surface); }
.chips-title { margin: 1.5rem 0 .75rem; }
.chips-title:first-child { margin-top: 0; }
.panel .chips + #axes { margin: 1.5rem 0 .5rem; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; }
.chips li:not(:has(button)), .chips button { font-size: .9375rem; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 8px; }
.chips b { margin-left: .375rem; color: var(--error); }
.chips small { color: var(--muted); }
.chips :is(li, button) { overflow-wrap: anywhere; text-align: left; }
@media (max-width: 60rem) { .confusions { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .confusions .panel { padding: .75rem; }
  .matrix { border-spacing: 1px; }
  .matrix th { font-size: .75rem; }
  .matrix thead td { width: 1rem; }
  .matrix.named:not(.large) thead td { width: 4.25rem; }
  .matrix.named th[scope="row"] { padding-right: .25rem; }
  .matrix.named.large { --head: 6rem; }
  .matrix.large thead td { width: var(--head); }
  .matrix:not(.large) td { height: 2.25rem; font-size: .6875rem; border-radius: 4px; }
}
`;

const PRINT = `
@media print {
  @page { margin: 14mm; }
  body { font-size: 10.5pt; background: none; }
  header, main, footer { max-width: none; padding: 0; }
  nav, .more, summary, .finder, .pager { display: none; }
  section { margin-top: 2rem; }
  h2, h3, section > h2 + p { break-after: avoid; }
  .panel { padding: 1rem; }
  .data { font-size: 8.5pt; }
  .data th, .data td { padding-right: .5rem; }
  .data thead th { font-size: 8pt; }
  footer { padding-top: 1rem; }
  .panel, .tiles > div, .data tr, figure { break-inside: avoid; }
  .matrix td { print-color-adjust: exact; -webkit-print-color-adjust: exact; height: 2rem; }
  .window, .rows { overflow: visible; max-height: none; }
  .matrix.large { width: 100%; }
  .matrix.large :is(th, td) { position: static; min-width: 0; height: 1rem; font-size: 5pt; }
  .matrix.named.large thead td { width: 12%; }
  .rows thead th { position: static; }
  .search { display: none; }
  .cards, .panel .cards { grid-template-columns: repeat(6, minmax(0, 1fr)); gap: .5rem; }
  .card { padding: .5rem; font-size: 8.5pt; }
  .id { display: none; }
  .odds { font-size: 7pt; }
  .strip > span { font-size: 6.5pt; }
  .tiles { grid-template-columns: repeat(6, minmax(0, 1fr)); gap: .5rem; }
  .tiles > div { padding: .5rem .625rem; }
  .tiles dd { font-size: 13pt; }
  .tiles dt { font-size: 8pt; }
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .score { font-size: 44pt; }
}
`;
