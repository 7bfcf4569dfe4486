import { expect, test } from "vitest";
import { pairFiles } from "./pair-files.js";

test.each([
  ["test", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
  ["test", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
  ["train", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"],
  ["train", "train-images.idx3-ubyte.gz", "train-labels-idx1-ubyte"],
  ["test", "test-images-idx3-ubyte", "test-labels-idx1-ubyte"],
  ["test", "emnist-letters-test-images-idx3-ubyte.gz", "emnist-letters-test-labels-idx1-ubyte.gz"],
  ["train", "qmnist-train-images-idx3-ubyte.gz", "qmnist-train-labels-idx2-int.gz"],
  ["test", "images.idx", "labels.idx"],
  ["test", "test_imgs-idx4-float", "test_labels-idx1-int"],
  ["train", "images-train-idx3-ubyte", "labels-train-idx1-ubyte"],
  ["test", "t10k-images-ubyte", "t10k-labels-ubyte"],
  ["validation", "val-images-idx3-ubyte", "val-labels-idx1-ubyte"],
])("the %s split is %s with %s", (split, images, labels) => {
  const names = ["README", labels, images, "images.png", "labels.csv"];
  expect([...pairFiles(names)]).toEqual([[split, [{ images, labels }]]]);
});

test("images are not put together with the labels of others", () => {
  const names = ["a-test-images-idx3-ubyte", "b-test-labels-idx1-ubyte", "train-labels-idx1-ubyte"];
  expect([...pairFiles(names)]).toEqual([["test", [{ images: "a-test-images-idx3-ubyte" }]]]);
});

test("the plain file is taken before the gzipped one, labels alone before rows of them", () => {
  const names = [
    "q-test-images-idx3-ubyte.gz",
    "q-test-images-idx3-ubyte",
    "q-test-labels-idx2-int.gz",
    "q-test-labels-idx1-ubyte.gz",
  ];
  const pair = { images: names[1], labels: names[3] };
  expect([...pairFiles(names)]).toEqual([["test", [pair]]]);
});

test("names that say no split are of none where others say theirs", () => {
  const names = ["x-images-idx3-ubyte", "x-labels-idx1-ubyte", "train-images-idx3-ubyte"];
  expect([...pairFiles(names).keys()]).toEqual(["train"]);
  expect([...pairFiles(names.slice(0, 2)).keys()]).toEqual(["test"]);
});
