/**
 * Text that may come from a file, as it can be shown: control characters, terminal codes and marks
 * that turn the direction of writing are written out (`\x1b`, `\u202e`), not obeyed.
 */
export function printable(text: string): string {
  return escapeControls(text, (code) =>
    code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`,
  );
}

/** `text` with what a terminal would obey, or cannot show, as `escape` writes its code unit. */
export function escapeControls(text: string, escape: (codeUnit: number) => string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|\p{Cs}/gu, (char) =>
    escape(char.charCodeAt(0)),
  );
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/**
 * At most `most` characters of a text: of a longer one its beginning, and how much is left out.
 * For names and values in a message, which a file may make any length.
 */
export function shorten(text: string, most = 200): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).toWellFormed();
  return `${kept}… (${text.length - most} characters more)`;
}
