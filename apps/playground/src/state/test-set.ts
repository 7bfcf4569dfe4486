import { UsageError } from "@evalpool/errors";
import { mnistTestSet } from "../data/mnist-test-set.js";
import { syntheticTestSet } from "../data/synthetic-test-set.js";
import type { TestSet } from "../data/test-set.js";
import { createChoice } from "./choice.js";

/** The data sets that can be had by name. */
const testSets = { synthetic: syntheticTestSet, mnist: mnistTestSet } as const;

/** The labelled images that are picked from and evaluated on. */
export const testSet = createChoice<TestSet>("data", (name, ...loading) => {
  if (Object.hasOwn(testSets, name)) return testSets[name as keyof typeof testSets](...loading);
  const names = Object.keys(testSets).join(" or ");
  return Promise.reject(new UsageError(`data: expected ${names}, got ${name}`));
});
