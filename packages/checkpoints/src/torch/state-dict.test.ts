import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { text, torchTensor as tensor } from "../testing/pickle-bytes.js";
import { torchArchive } from "../testing/torch-archive.js";
import { readTorch } from "./read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

test("layers that share their weights share them, and prefixes are taken off when all have them", async () => {
  const names = (...given: string[]) => given.map((n) => `${text(n)}${tensor()}s`).join("");
  const dict = (...given: string[]) =>
    torchArchive("N", { "data.pkl": `\x80\x02}${names(...given)}.` });
  const both = await read(dict("_orig_mod.module.a", "_orig_mod.module.b"));
  expect([...both.parameters.keys()]).toEqual(["a", "b"]);
  expect(both.parameters.get("a")).toBe(both.parameters.get("b"));
  const one = await read(dict("module.a", "b"));
  expect([...one.parameters.keys()]).toEqual(["module.a", "b"]);
});

test("with two dicts of tensors asks which", async () => {
  const dict = (name: string) => `${text(name)}}${text("w")}${tensor()}ss`;
  const twoOf = (...names: string[]) =>
    torchArchive("N", { "data.pkl": `\x80\x02}${names.map(dict).join("")}.` });
  await expect(read(twoOf("encoder", "decoder"))).rejects.toThrow(
    'expected one dict of tensors, got encoder; decoder; choose in Python: torch.save(torch.load(FILE)["encoder"]',
  );
  const { parameters, skipped } = await read(twoOf("ema", "model"));
  expect([[...parameters.keys()], skipped]).toEqual([["w"], ["ema"]]);
});

describe("the usual name, then tensors of its own, then the only other", () => {
  const own = `${text("w")}${tensor()}s`;
  const five = `${text("n")}K\x05s`;
  const inner = (name: string, dict = `}${own}`) => `${text(name)}${dict}s`;
  const nested = (levels: number) => Array.from({ length: levels }).reduce<string>((dict) => inner("d", `}${dict}`), own); // prettier-ignore
  const readDict = (dict: string) => read(torchArchive("N", { "data.pkl": `\x80\x02}${dict}.` }));

  test.each<[string, dict: string, names: string[], skipped: string[]]>([
    ["its own", own + inner("ema"), ["w"], ["ema"]],
    ["its own, and a number", own + five, ["w"], ["n"]],
    ["its own, and a usual name of no dict", `${own}${text("model")}K\x05s`, ["w"], ["model"]],
    ["its own, and a usual name of no tensors", own + inner("model", "}"), ["w"], ["model"]],
    ["model", own + inner("model"), ["w"], ["w"]],
    ["state_dict", inner("ema") + inner("state_dict"), ["w"], ["ema"]],
    ["model_state_dict", inner("ema") + inner("model_state_dict"), ["w"], ["ema"]],
    ["the only other", inner("net") + inner("args", `}${five}`), ["w"], ["args"]],
    ["the only other, and numbers in it", inner("net", `}${own}${five}`), ["w"], ["n"]],
    ["three levels", nested(3), ["w"], []],
    ["names that a wrapper made, and others", `${text("module.w")}${tensor()}s${five}`, ["w"], ["n"]], // prettier-ignore
  ])("%s", async (_, dict, names, skipped) => {
    const found = await readDict(dict);
    expect([...found.parameters.keys()]).toEqual(names);
    expect(found.skipped).toEqual(skipped);
  });

  const advice =
    /; save its weights alone in Python: torch\.save\(model\.state_dict\(\), "weights\.pt"\)$/;

  test.each<[string, dict: string, reason: RegExp]>([
    ["four levels", nested(4), RegExp(/^w\.pt: expected a dict of tensors/.source + advice.source)],
    ["five levels", nested(5), /^w\.pt: expected a dict of tensors of floats, got none beside d$/],
    ["nothing", "", /^w\.pt: expected a dict of tensors of floats, got none$/],
    ["one dict under two names", `${inner("a", `}${own}q\x01`)}${inner("b", "h\x01")}`, /^w\.pt: expected one dict of tensors, got a; b; choose in Python: /], // prettier-ignore
  ])("%s: refused", async (_, dict, reason) => {
    await expect(readDict(dict)).rejects.toThrow(CheckpointError);
    await expect(readDict(dict)).rejects.toThrow(reason);
  });

  test.each([
    ["what is left out", "ctorch\ndevice\n)R", "expected a dict of tensors;"],
    ["a list", "]", "expected a dict of tensors, got a list;"],
  ])("%s in its place is refused", async (_, value, reason) => {
    const reading = read(torchArchive("N", { "data.pkl": `\x80\x02${value}.` }));
    await expect(reading).rejects.toThrow(`w.pt: ${reason} save its weights alone in Python: `);
  });
});

test("of dicts in dicts in dicts, each of which is the same, ends at once", async () => {
  const keys = Array.from({ length: 40_000 }, (_, i) => text(String(i)));
  const dict = (value: string) => `}(${keys.map((key) => key + value).join("")}u`;
  const values = ["N", "h\x01", "h\x02", "h\x03"];
  const dicts = values.map((v, i) => `${text(`d${i}`)}${dict(v)}q${String.fromCharCode(i + 1)}`);
  const bytes = torchArchive("N", { "data.pkl": `\x80\x02}(${dicts.join("")}u.` });
  await expect(read(bytes)).rejects.toThrow("expected a dict of tensors of floats, got none");
}, 10_000);
