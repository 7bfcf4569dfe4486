import { format, type Tensor } from "@evalpool/tensor";

/** On one line, however long. */
export function ints(data: Tensor["data"]): string {
  return format({ data, shape: [data.length] })
    .replaceAll(/\s+/g, " ")
    .replace("[ ", "[");
}
