/** The style of images: their cards, how they are found, one that is enlarged. */
export const imageStyles = `
.cards { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(10.25rem, 1fr)); gap: .75rem; }
.panel .cards { grid-template-columns: repeat(auto-fill, minmax(8.75rem, 1fr)); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: .75rem; font-size: .875rem; line-height: 1.4; break-inside: avoid; }
.panel .card { background: var(--page); }
.digit { display: block; width: 100%; max-width: 7.5rem; margin: 0 auto; border-radius: 6px; image-rendering: pixelated; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.verdict { margin-top: .5rem; font-size: .9375rem; }
.wrong { color: var(--error); }
.id { color: var(--muted); float: right; font-size: .8125rem; line-height: 1.65; }
.odds { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5rem; font-size: .8125rem; margin-top: .25rem; }
.label { color: var(--accent); }
.strip { display: flex; gap: 2px; margin-top: .375rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.strip > span { flex: 1; text-align: center; font-size: .6875rem; line-height: 1.2; color: var(--muted); }
.strip i { display: flex; align-items: flex-end; height: 1.75rem; border-bottom: 1px solid var(--muted); }
.strip i::before { content: ""; width: 100%; height: var(--share); background: var(--muted); border-radius: 2px 2px 0 0; }
.strip .label { color: var(--accent); font-weight: 700; }
.strip .label i::before { background: var(--accent); }
.strip .prediction { color: var(--error); font-weight: 700; }
.strip .prediction i::before { background: var(--error); }
.strip .label.prediction { color: var(--accent); }
.strip .label.prediction i::before { background: var(--accent); }
.more { margin-top: 1rem; }
.found { margin-bottom: .75rem; }
.found small { display: block; color: var(--muted); font-weight: 400; font-size: .875rem; }
a.digit:hover { outline: 2px solid var(--accent); outline-offset: 2px; }
.finder, .finder form, .shown, .pager { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; }
.finder { padding: 1rem 1.25rem; justify-content: space-between; }
.finder form { gap: .5rem 1rem; }
.finder form p:empty { display: none; }
.finder p { color: var(--error); }
input, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--muted); border-radius: 8px; padding: .25rem .5rem; max-width: 100%; }
.finder :is(input, select) { margin-left: .25rem; }
.finder select { max-width: 11rem; }
#find input { width: 6.5rem; }
#filter input, .pager input { width: 4.75rem; }
.range { white-space: nowrap; }
.shown { justify-content: space-between; margin: 1.25rem 0 .75rem; min-height: 2.5rem; }
.shown p { color: var(--muted); }
.pager { gap: .5rem .75rem; }
#zoom { width: min(100% - 1rem, 40rem); max-height: calc(100% - 1rem); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem 1.5rem 1.5rem; background: var(--surface); color: var(--ink); }
#zoom::backdrop { background: rgb(0 0 0 / .6); }
#zoom .shown { margin-top: 0; }
#zoom .note { font-size: 1rem; }
#zoom .pager { margin-top: 1rem; justify-content: space-between; }
.enlarged { overflow: auto; }
.enlarged .digit { max-width: none; border-radius: 0; }
.shares { list-style: none; margin-top: .75rem; font-size: .9375rem; line-height: 1.4; }
.shares li { display: grid; grid-template-columns: minmax(1.5rem, max-content) 1fr 4.5rem; gap: .75rem; align-items: center; }
.shares span { overflow: hidden; text-overflow: ellipsis; max-width: 12rem; }
.shares span:last-child { text-align: right; }
.shares i { height: .625rem; background: linear-gradient(to right, currentColor var(--share), var(--quiet) var(--share)); border-radius: 3px; color: var(--muted); }
.shares .label i { color: var(--accent); }
.shares .wrong i { color: var(--error); }
@media (max-width: 40rem) {
  .finder { padding: .75rem; }
  .pager { gap: .375rem; }
  .pager input, #filter input { width: 4rem; }
  .pager button { padding: .375rem .5rem; }
  #zoom { padding: 1rem; }
}
`;
