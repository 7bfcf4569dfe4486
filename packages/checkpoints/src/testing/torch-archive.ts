import { sixFloats, text } from "./pickle-bytes.js";
import { zip } from "./zip-bytes.js";

/** What `torch.save({"w": value}, file)` writes, of a value's opcodes; records may be others. */
export function torchArchive(value: string, records: Readonly<Record<string, string>> = {}) {
  const all = {
    "data.pkl": `\x80\x02}${text("w")}${value}s.`,
    "data/0": sixFloats,
    ...records,
  };
  const member = ([name, content]: [string, string]) => {
    return { name: `a/${name}`, content: Buffer.from(content, "latin1") };
  };
  return zip(Object.entries(all).map(member));
}
