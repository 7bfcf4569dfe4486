import { DataError, listProblems, shorten } from "@evalpool/errors";
import type { SchemaTree } from "hyparquet";
import { classNamesIn } from "./class-names.js";
import type { ParquetFile } from "./open-parquet.js";

/** Where images and labels are. */
export interface ImageColumns {
  readonly images: string;
  readonly labels: string;
  /** By label, where the file says them. */
  readonly classNames?: readonly string[];
}

/** What columns of labels are called, the likeliest first: of CIFAR-100's two, the classes. */
const LABELS = ["label", "labels", "fine_label", "y", "class", "target"];
const IMAGES = ["image", "img"];

/**
 * Finds the column that holds encoded images, and the one of their labels: as Hugging Face stores them,
 * a struct with `bytes`, or the bytes themselves.
 *
 * @throws {DataError} when there is no such column, or there are several and none is called so
 */
export function findColumns({ file, metadata, columns }: ParquetFile): ImageColumns {
  const classes = classNamesIn(metadata);
  const images = choose(columns.filter(isOfImages), IMAGES);
  if (images === undefined) throw new DataError(file, `expected ${WANTED}, got ${told(columns)}`);
  const others = columns.filter((column) => column !== images && isOfLabels(column));
  const said = others.filter(({ element: { name } }) => classes.has(name));
  const labels = choose(said.length > 0 ? said : others, LABELS);
  if (labels === undefined) {
    const expected = `expected a column of labels, called ${LABELS.join(", ")}`;
    throw new DataError(file, `${expected}, got ${told(columns)}`);
  }
  const classNames = classes.get(labels.element.name);
  return {
    images: images.element.name,
    labels: labels.element.name,
    ...(classNames && { classNames }),
  };
}

const WANTED = "a column of PNG or JPEG images, a struct with bytes or the bytes themselves";

/** The one of the first name, else the only one. */
function choose(columns: readonly SchemaTree[], names: readonly string[]): SchemaTree | undefined {
  for (const name of names) {
    const found = columns.find(({ element }) => element.name === name);
    if (found) return found;
  }
  return columns.length === 1 ? columns[0] : undefined;
}

function isOfImages({ element, children }: SchemaTree): boolean {
  if (element.repetition_type === "REPEATED") return false;
  if (children.length === 0) return element.type === "BYTE_ARRAY" && !isText(element);
  const bytes = children.find((child) => child.element.name === "bytes");
  return bytes?.element.type === "BYTE_ARRAY" && !isText(bytes.element);
}

function isOfLabels({ element, children }: SchemaTree): boolean {
  if (children.length > 0 || element.repetition_type === "REPEATED") return false;
  const isWhole = element.type === "INT32" || element.type === "INT64";
  return isWhole || (element.type === "BYTE_ARRAY" && isText(element));
}

function isText({ converted_type: converted, logical_type: logical }: Element): boolean {
  return converted === "UTF8" || logical?.type === "STRING";
}

type Element = SchemaTree["element"];

/** Columns with what they hold. */
function told(columns: readonly SchemaTree[]): string {
  const each = columns.map(({ element, children }) => {
    const isList = element.converted_type === "LIST" || element.logical_type?.type === "LIST";
    const struct = isList ? "a list" : "a struct";
    const type = children.length > 0 ? struct : (element.type ?? "unknown");
    return `${shorten(element.name, 40)} (${isText(element) ? "text" : type})`;
  });
  return each.length === 0 ? "none" : listProblems(each);
}
