import { html, rawElement, type Html } from "./html.js";

/** What a page is made of. */
export interface Page {
  readonly title: string;
  /** What the page may do and load, as a Content-Security-Policy. */
  readonly policy: string;
  readonly style: string;
  readonly body: readonly (Html | undefined)[];
}

/** A page of HTML. */
export function framePage({ title, policy, style, body }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title} · evalpool</title>
        ${rawElement("style", style)}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.text.toWellFormed();
}

/** A policy by which a page has nothing but what is inside. @param script what may run, by digest */
export function closedPolicy(script?: string): string {
  return [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${script}`]),
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
