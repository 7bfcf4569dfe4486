import { DataError } from "@evalpool/errors";

/** Why images alone are no data set. */
export function lacksLabels(images: string): DataError {
  return new DataError(
    images,
    "expected its labels beside it, named as it is; else give --labels FILE",
  );
}
