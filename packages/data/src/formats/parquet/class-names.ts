import { check } from "@evalpool/errors";
import type { FileMetaData } from "hyparquet";
import * as z from "zod/mini";

/** What Hugging Face's `datasets` says of columns, under the key `huggingface`. */
const schema = z.object({
  info: z.object({
    features: z.record(z.string(), z.looseObject({ names: z.optional(z.unknown()) })),
  }),
});

const namesSchema = z.array(z.string()).check(z.maxLength(65_536));

/** Names of classes by column, as far as a file says them. */
export function classNamesIn({
  key_value_metadata: pairs = [],
}: FileMetaData): Map<string, string[]> {
  const text = pairs.find(({ key }) => key === "huggingface")?.value;
  const checked = check(schema, text === undefined ? undefined : parsed(text));
  if (!("value" in checked)) return new Map();
  const found = new Map<string, string[]>();
  for (const [column, { names }] of Object.entries(checked.value.info.features)) {
    const list = check(namesSchema, names);
    if ("value" in list) found.set(column, list.value);
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without names, labels are numbers.
    return undefined;
  }
}
