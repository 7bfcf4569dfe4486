import { expect, test } from "vitest";
import { readDataset, type DatasetMessages } from "./stored-dataset.js";

const places = { dataspace: 0, datatype: 64, layout: 128, values: 192 };

/** A data set of one axis, as messages and values in one piece have it; some bytes may be others. */
function read(changed: Readonly<Record<number, number>>, more: Partial<DatasetMessages> = {}) {
  const bytes = new Uint8Array(256);
  // Version 1, one axis of length 2.
  bytes.set([1, 1, 0, 0, 0, 0, 0, 0, 2], places.dataspace);
  // Version 1 of class 1: little-endian, 4 bytes; an exponent of 8 bits and a fraction of 23.
  bytes.set([0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127], places.datatype);
  // Version 3: in one piece, at 192, of 8 bytes.
  bytes.set([3, 1, 192, 0, 0, 0, 0, 0, 0, 0, 8], places.layout);
  bytes.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), places.values);
  for (const [at, value] of Object.entries(changed)) bytes[Number(at)] = value;
  return readDataset(bytes, {
    dataspace: { offset: places.dataspace, flags: 0 },
    datatype: { offset: places.datatype, flags: 0 },
    layout: { offset: places.layout, flags: 0 },
    isFiltered: false,
    saidType: () => undefined,
    ...more,
  });
}

test("floats in one piece", () => {
  expect(read({})).toEqual({ data: Float32Array.of(1.5, -2), shape: [2] });
  // At the end of the file.
  expect(read({ 130: 248 })).toEqual({ data: Float32Array.of(0, 0), shape: [2] });
});

// HDF5 2.0 has a type for bfloat16: 2 bytes, an exponent of 8 bits at 7 and a fraction of 7.
test("floats of a wide exponent and a short fraction", () => {
  const type = { 66: 15, 68: 2, 74: 16, 76: 7, 79: 7 };
  const halves = { 138: 4, 192: 0xc0, 193: 0x3f, 194: 0, 195: 0xc0 };
  expect(read({ ...type, ...halves })?.data).toEqual(Float32Array.of(1.5, -2));
});

test.each<[string, Readonly<Record<number, number>>, Partial<DatasetMessages>, string]>([
  ["through filters", {}, { isFiltered: true }, "compressed or in chunks"],
  ["in chunks", { 129: 2 }, {}, "compressed or in chunks"],
  ["of another version", { 128: 2 }, {}, "in a way that is not known: 2"],
  ["a shape elsewhere", {}, { dataspace: { offset: 0, flags: 2 } }, "its shape is kept elsewhere"],
  ["a type elsewhere", {}, { datatype: { offset: 64, flags: 3 } }, "its type is kept elsewhere"],
  ["a place elsewhere", {}, { layout: { offset: 128, flags: 2 } }, "its place is kept elsewhere"],
  ["no place", {}, { layout: undefined }, "it says nothing of its place"],
  ["in the order of VAXes", { 65: 0x61 }, {}, "none of IEEE 754's"],
  ["a fraction of 22 bits", { 79: 22 }, {}, "none of IEEE 754's"],
  ["a shape of version 3", { 0: 3 }, {}, "of a kind that is not known: 3"],
  ["a length of 2^63", { 8: 0, 15: 0x80 }, {}, "its shape is beyond what a file can hold"],
  ["values over the end", { 130: 249 }, {}, "its values of 8 bytes at 249"],
  ["a null dataspace", { 0: 2, 3: 2 }, {}, "of a kind that is not known: 2"],
])("refused: %s", (_, changed, more, message) => {
  expect(() => read(changed, more)).toThrow(RangeError);
  expect(() => read(changed, more)).toThrow(message);
});

test("two bytes are bfloat16 where they have no type and are said to be that alone", () => {
  const saidType = () => "bfloat16";
  const [opaque, two, four] = [{ 64: 0x15 }, { 68: 2, 138: 4 }, {}];
  // 1.5 as float32 is 0x3fc00000, of which bfloat16 has the half above.
  const halves = { 192: 0xc0, 193: 0x3f, 194: 0, 195: 0xc0 };
  expect(read({ ...opaque, ...two, ...halves }, { saidType })?.data).toEqual(
    Float32Array.of(1.5, -2),
  );
  expect(read({ ...opaque, ...two, ...halves })).toBeUndefined();
  expect(read({ ...opaque, ...four, ...halves }, { saidType })).toBeUndefined();
  // Class 0 is of integers.
  expect(read({ 64: 0x10, ...two, ...halves }, { saidType })).toBeUndefined();
});
