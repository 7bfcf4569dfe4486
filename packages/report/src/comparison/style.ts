import { toBase64 } from "@evalpool/pictures";
import { ramp, themes, type Theme } from "../colors.js";
import type { Sprite } from "../sprite.js";

/** What the page has beside the report's style: differences for the better, and three matrices. */
export function comparisonStyle(): string {
  const gains = ramp(themes.light).map(
    (_, i) => `.gain-${i} { background: var(--gain-${i}); color: var(--on-gain-${i}); }`,
  );
  return [
    `:root { ${variables(themes.light)} }`,
    `@media screen and (prefers-color-scheme: dark) { :root { ${variables(themes.dark)} } }`,
    ...gains,
    CELLS,
  ].join("\n");
}

/** The colour of links, from the surface on, as confusions have that of errors. */
function variables(theme: Theme): string {
  return ramp({ ...theme, error: theme.accent })
    .map(({ background, text }, i) => `--gain-${i}: ${background}; --on-gain-${i}: ${text};`)
    .join(" ");
}

const CELLS = `
.score small { font-size: .4em; letter-spacing: 0; font-weight: 600; }
.better { color: var(--accent); }
.worse { color: var(--error); }
.matrices { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
.matrices > .panel { margin-top: 0; padding: 1rem; }
.matrices.beside { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.matrices.beside > .panel:first-child { grid-column: 1 / -1; }
.cells { border-collapse: separate; border-spacing: 1px; width: 100%; table-layout: fixed; font-size: .8125rem; }
.cells th { color: var(--muted); font-weight: 600; padding: 0; height: 1.5rem; text-align: center; }
.cells thead td { width: 1.5rem; }
.cells tbody td { height: 1.875rem; padding: 0; text-align: center; white-space: nowrap; border-radius: 4px; }
.cells tbody td:empty { color: var(--muted); }
.cells tbody td:empty::before { content: "·"; }
.cells .hit { background: var(--quiet); font-weight: 600; }
.cells td[class] { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.cells.named th span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; }
.cells.named th[scope="col"] { height: auto; padding: .25rem 0; vertical-align: bottom; }
.cells.named th[scope="col"] span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 8rem; margin: 0 auto; line-height: 1.3; }
.cells.named th[scope="row"] { text-align: right; padding-right: .5rem; }
.cells.named thead td { width: 6rem; }
.window .cells { width: auto; table-layout: auto; border-spacing: 0; font-size: .75rem; }
.window .cells :is(th, td) { min-width: 2rem; height: 1.5rem; }
.window .cells :is(th, thead td) { position: sticky; z-index: 1; top: 0; background: var(--surface); }
.window .cells tbody th { left: 0; top: auto; }
.window .cells thead td { left: 0; z-index: 2; }
.window .cells.named th[scope="row"] span { max-width: 10rem; }
@media (max-width: 60rem) { .matrices.beside { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .matrices > .panel { padding: .5rem; }
  .cells { font-size: .6875rem; }
  .cells.named:not(.window .cells) thead td { width: 4rem; }
}
@media print { .window .cells :is(th, td) { position: static; min-width: 0; font-size: 5pt; } }
`;

/** The picture that all images are in. */
export function pictureStyle({ columns, rows, width, height, png, isShrunk }: Sprite): string {
  if (png === undefined) return "";
  const image = `url(data:image/png;base64,${toBase64(png)})`;
  const size = `${100 * columns}% ${100 * rows}%`;
  // Own pixels are shown as squares; of what was made smaller there are none.
  const rendering = isShrunk ? " image-rendering: auto;" : "";
  return `.digit { aspect-ratio: ${width / height}; background: #000 ${image} 0 0 / ${size};${rendering} }`;
}
