import { zoo } from "@evalpool/models";
import { expect, test } from "vitest";
import { smallSubject } from "../evaluate/testing/small-subject.js";
import { classNames } from "./class-names.js";

const { graph } = zoo.get("mlp")!;
const words = "zero one two three four five six seven eight nine".split(" ");

test("the data set's own names go before the network's, which go before numbers", async () => {
  const { set } = await smallSubject(10);
  const german = "null eins zwei drei vier fünf sechs sieben acht neun".split(" ");
  const named = { ...set, source: { ...set.source, classNames: german } };
  expect(classNames({ ...graph, classNames: words }, named)).toEqual(german);
  expect(classNames({ ...graph, classNames: words }, set)).toEqual(words);
  expect(classNames({ ...graph, classNames: words }, undefined)).toEqual(words);
  expect(classNames(graph, set)).toEqual([..."0123456789"]);
});
