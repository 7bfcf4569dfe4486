import { expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { npy1, npy2, npy3 } from "./testing/numpy-files.js";
import { readNpy } from "./npy.js";

const values = [1, 2, 3, 4, 5, 6];

test.each([
  ["version 1, Fortran order", npy1, Float32Array.from(values)],
  ["version 2, big-endian float64", npy2, Float64Array.from(values)],
  ["version 3, float16", npy3, Float32Array.from(values)],
])("%s", (_, bytes, data) => {
  expect(readNpy(bytes, "a.npy")).toEqual({ data, shape: [2, 3] });
});

/** An NPY file of version 1 with this header and six float32. */
function withHeader(header: string): Uint8Array {
  const bytes = new Uint8Array(10 + header.length + 24);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}

test.each([
  "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n",
  "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
  '  { "shape":(2,3,) ,"fortran_order" :True,"descr": "<f4" }  ',
  "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }",
  "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
])("takes the header %s", (header) => {
  expect(readNpy(withHeader(header), "a.npy").data).toHaveLength(6);
});

const plain = "'fortran_order': False, 'shape': (2, 3), ";

test.each([
  [`{'descr': '|O', ${plain}}`, "expected floats (f2, f4, f8), got |O"],
  [`{'descr': '<i4', ${plain}}`, "got <i4"],
  [`{'descr': [('x', '<f4')], ${plain}}`, "expected a string, True, False or a tuple"],
  [`{'descr': '<f4', 'descr': '<f4', ${plain}}`, "descr is given twice"],
  [
    `{'descr': '<f4', 'x': True, ${plain}}`,
    "expected descr, fortran_order and shape in its header, of an array of floats",
  ],
  [`{'descr': '<f4', 'fortran_order': False, }`, "expected descr, fortran_order and shape"],
  [`{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }`, "a tuple of lengths"],
  // ast.literal_eval: "leading zeros in decimal integer literals are not permitted"
  [`{'descr': '<f4', 'fortran_order': False, 'shape': (02, 3), }`, "a tuple of lengths"],
  [`{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }`, "takes 32 bytes, got 24"],
  [`{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 9), }`, "got 24"],
  [`{'descr': '<f4', ${plain}} + open('/etc/passwd')`, "expected the end"],
  [`__import__('os').system('echo')`, "expected {"],
  [`{'descr': '<f4' ${plain}}`, "expected , or }"],
])("refuses the header %s", (header, message) => {
  expect(() => readNpy(withHeader(header), "a.npy")).toThrow(CheckpointError);
  expect(() => readNpy(withHeader(header), "a.npy")).toThrow(message);
});

test("refuses another version", () => {
  expect(() => readNpy(npy1.with(6, 4), "a.npy")).toThrow("got version 4.0");
  // np.load: "we only support format version (1,0), (2,0), and (3,0), not (1, 1)"
  expect(() => readNpy(npy1.with(7, 1), "a.npy")).toThrow("got version 1.1");
});
