/** What a file is, whatever its name says; `name` as it stands in a sentence: `a PNG image`. */
export interface FileKind {
  readonly id: FileKindId;
  readonly name: string;
  /** What to do with one, whatever was expected: of those in which the file wanted may be. */
  readonly remedy?: string;
}

/** A word for each kind, to look up what can be said of it. */
export type FileKindId = keyof typeof kinds;

/** Of a file's beginning, in bytes: what the kinds are told by. */
const HEAD = 4096;

/** A file's beginning. */
interface Head {
  readonly bytes: Uint8Array;
  /** The same as latin-1. */
  readonly text: string;
  /** The first 16 bytes, two digits each. */
  readonly hex: string;
}

/**
 * Tells what a file is by its content, for an error that says so; `undefined` where nothing fits.
 *
 * @param content the file, or its first 4,096 bytes
 */
export function fileKind(content: Uint8Array): FileKind | undefined {
  const bytes = content.subarray(0, HEAD);
  const digits = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0"));
  const head = { bytes, text: String.fromCharCode(...bytes), hex: digits.join("") };
  for (const [id, { is, ...told }] of Object.entries<Kind>(kinds)) {
    if (is(head)) return { id: id as FileKindId, ...told };
  }
  return undefined;
}

interface Kind extends Omit<FileKind, "id"> {
  readonly is: (head: Head) => boolean;
}

/** In order: the first that fits is told. */
const kinds = {
  empty: { name: "an empty file", is: ({ bytes }) => bytes.length === 0 },

  // Archives, by the names of their first members, which stand in them as they are.
  torch: { name: "a PyTorch checkpoint", is: isTorch },
  keras: {
    name: "a Keras model",
    is: (head) => isZip(head) && /metadata\.json|config\.json|model\.weights\.h5/.test(head.text),
  },
  npz: { name: "an NPZ file", is: (head) => isZip(head) && head.text.includes(".npy") },
  zip: {
    name: "a ZIP archive",
    remedy: "unpack it first, and give what is in it",
    is: (head) => isZip(head) || head.text.startsWith("PK\x05\x06"),
  },
  tar: {
    name: "a tar archive",
    remedy: "unpack it first, and give what is in it",
    is: ({ text }) => text.startsWith("ustar", 257),
  },
  gzip: {
    name: "a gzip file",
    remedy: "decompress it first, with gunzip",
    is: begins("\x1f\x8b"),
  },
  bzip2: {
    name: "a bzip2 file",
    remedy: "decompress it first, with bunzip2",
    is: begins("BZh"),
  },
  xz: {
    name: "an xz file",
    remedy: "decompress it first, with unxz",
    is: begins("\xfd7zXZ\0"),
  },
  zstd: {
    name: "a Zstandard file",
    remedy: "decompress it first, with unzstd",
    is: begins("\x28\xb5\x2f\xfd"),
  },

  // Arrays and networks.
  npy: { name: "an NPY file", is: begins("\x93NUMPY") },
  hdf5: { name: "an HDF5 file", is: begins("\x89HDF\r\n\x1a\n") },
  // 8 bytes of length, then a JSON object.
  safetensors: { name: "a safetensors file", is: ({ hex }) => /^.{10}0000007b/.test(hex) },
  tflite: { name: "a TensorFlow Lite model", is: ({ text }) => text.startsWith("TFL3", 4) },
  gguf: { name: "a GGUF model", is: begins("GGUF") },
  // Protocol buffers that begin with a version. Next is field 2: in a SavedModel a message, which
  // begins with its own field 1 (0a); in ONNX a name, or one of fields 3, 7 and 8 instead.
  savedModel: {
    name: "a TensorFlow SavedModel",
    is: ({ hex }) => /^080112(?:[89a-f].)*[0-7].0a/.test(hex),
  },
  onnx: { name: "an ONNX model", is: ({ hex }) => /^08[01].(?:12|1a|3a|42)/.test(hex) },
  pickle: { name: "a pickle", is: ({ hex }) => /^800[2-9]/.test(hex) },
  oldPickle: {
    name: "a pickle of protocol 0 or 1",
    is: ({ text }) => /^(?:\([dilt]p?\d*\n|[\]}]q|c[\w.]+\n\w+\n)/.test(text),
  },
  matlab: { name: "a MATLAB file", is: begins("MATLAB 5.0 MAT-file") },
  // Two zero bytes, a type of elements, a number of axes.
  idx: { name: "an IDX file", is: ({ hex }) => /^00000[89b-e]0[1-8]/.test(hex) },
  parquet: { name: "a Parquet file", is: begins("PAR1") },
  arrow: { name: "an Arrow file", is: begins("ARROW1") },

  // Images.
  png: { name: "a PNG image", is: begins("\x89PNG\r\n\x1a\n") },
  jpeg: { name: "a JPEG image", is: begins("\xff\xd8\xff") },
  gif: { name: "a GIF image", is: begins("GIF8") },
  webp: { name: "a WebP image", is: ({ text }) => /^RIFF.{4}WEBP/s.test(text) },
  tiff: { name: "a TIFF image", is: ({ hex }) => /^(?:49492a00|4d4d002a)/.test(hex) },
  bmp: { name: "a BMP image", is: ({ hex }) => /^424d.{8}00000000/.test(hex) },

  // Text.
  pdf: { name: "a PDF file", is: begins("%PDF") },
  gitLfs: {
    name: "a Git LFS pointer, which stands for a file that was not fetched",
    remedy: "fetch it with git lfs pull",
    is: begins("version https://git-lfs.github.com/spec/"),
  },
  html: {
    name: "a web page",
    remedy: "download the file itself, not the page about it",
    is: ({ text }) => /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|!--)/i.test(text),
  },
  xml: { name: "an XML file", is: ({ text }) => /^\s*<\?xml/.test(text) },
  json: {
    name: "a JSON file",
    is: (head) => isText(head) && /^\s*[{[]\s*["\d[\]{}-]/.test(head.text),
  },
  csv: {
    name: "a CSV file",
    is: (head) => isText(head) && /^[^\n]*[,;\t][^\n]*\n/.test(head.text),
  },
  text: { name: "a text file", is: isText },
} satisfies Record<string, Kind>;

function begins(signature: string): (head: Head) => boolean {
  return ({ text }) => text.startsWith(signature);
}

function isZip({ text }: Head): boolean {
  return text.startsWith("PK\x03\x04");
}

/** A ZIP archive since PyTorch 1.6; before, a pickle whose first value is a number that says so. */
function isTorch(head: Head): boolean {
  const isLegacy = head.hex.startsWith("80028a0a6cfc9c46f9206aa85019");
  return (
    isLegacy ||
    (isZip(head) &&
      /\/(?:data\.pkl|constants\.pkl|data\/\d+|\.data\/serialization_id|code\/__torch__)/.test(
        head.text,
      ))
  );
}

/** UTF-8 without control characters; a character that the head's end cuts through is let pass. */
function isText({ bytes }: Head): boolean {
  const text = new TextDecoder().decode(bytes, { stream: true });
  return !/[[\p{Cc}\ufffd]--[\t\n\r\f]]/v.test(text);
}
