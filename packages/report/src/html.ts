import { printable } from "@evalpool/errors";

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Content = string | number | Html | undefined | readonly Content[];

/**
 * HTML with values put in: whatever is not `Html` itself is escaped, for elements as for quoted
 * attributes, and control characters are written out. Lists are put in one after another,
 * `undefined` is nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, i) => part + toHtml(values[i])).join(""));
}

/** A command's flag as text has it, in one piece. */
export function flag(name: `--${string}`): Html {
  return html`<code class="flag">${name}</code>`;
}

/** A script or style sheet, to the byte: a script is allowed by its digest. */
export function rawElement(name: "script" | "style", text: string): Html {
  return new Html(`<${name}>${text}</${name}>`);
}

/** Data for a script to read: JSON that no end of an element and no comment can be in. */
export function jsonScript(id: string, data: unknown): Html {
  const json = new Html(JSON.stringify(data).replaceAll("<", "\\u003c"));
  return html`<script type="application/json" id="${id}">
    ${json}
  </script>`;
}

function toHtml(value: Content): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(toHtml).join("");
  return printable(String(value)).replace(
    /[&<>"']/g,
    (character) => `&#${character.codePointAt(0)};`,
  );
}
