import { expect, test } from "vitest";
import { parseArrayName } from "./array-names.js";

test.each([
  ["x_test", "images", "test", ""],
  ["y_train", "labels", "train", ""],
  ["X", "images", "test", ""],
  ["test_images", "images", "test", ""],
  ["val_labels", "labels", "validation", ""],
  ["kmnist-test-imgs", "images", "test", "kmnist"],
  ["k49-train-labels", "labels", "train", "k49"],
  ["y_data", "labels", "test", ""],
  ["image_labels", "labels", "test", ""],
  ["trainX", "images", "train", ""],
  ["validation.targets", "labels", "validation", ""],
])("%s", (name, role, split, rest) => {
  expect(parseArrayName(name)).toEqual({ role, split, rest });
});

test.each(["conv1.weight", "test", "xtest", "labelled", ""])("%s is neither", (name) => {
  expect(parseArrayName(name)).toBeUndefined();
});
