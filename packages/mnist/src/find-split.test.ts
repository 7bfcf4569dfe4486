import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { findSplit } from "./find-split.js";
import { loadSplit } from "./load-split.js";
import { imagesFile, writeTestSplit } from "./testing/idx-files.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

/** What a split that is not there is refused with. */
function refusal(find: () => unknown): DataError {
  try {
    find();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return error as DataError;
  }
  return expect.unreachable("found what is not there");
}

describe("the order of the places: --data, $EVALPOOL_DATA/<name>, the cache", () => {
  test("each place is taken when none before it has the split", () => {
    const root = temporaryDirectory();
    const places = {
      data: join(root, "data"),
      variable: join(root, "variable", "mnist"),
      cache: join(root, "cache", "mnist"),
    };
    const env = { EVALPOOL_DATA: join(root, "variable"), EVALPOOL_CACHE: join(root, "cache") };
    const found = (data?: string) => join(findSplit("test", { data, env }).images, "..");

    writeTestSplit(places.cache);
    expect(found()).toBe(places.cache);
    writeTestSplit(places.variable);
    expect(found()).toBe(places.variable);
    writeTestSplit(places.data);
    expect(found(places.data)).toBe(places.data);
  });

  test("--data is the only place when it is given: nothing else is taken for it", () => {
    const root = temporaryDirectory();
    writeTestSplit(join(root, "mnist"));
    const data = join(root, "nothing here");
    const error = refusal(() => findSplit("test", { data, env: { EVALPOOL_DATA: root } }));
    expect(error.reason).toContain(data);
    expect(error.reason).not.toContain(join(root, "mnist"));
  });

  test("another data set has a folder of its own", () => {
    const root = temporaryDirectory();
    const env = { EVALPOOL_DATA: root, EVALPOOL_CACHE: join(root, "none") };
    writeTestSplit(join(root, "fashion-mnist"));
    const { labels } = findSplit("test", { name: "fashion-mnist", env });
    expect(labels).toBe(join(root, "fashion-mnist", "t10k-labels-idx1-ubyte"));
    expect(refusal(() => findSplit("test", { env })).file).toBe("mnist test");
  });

  test.each([
    ["$EVALPOOL_CACHE", { EVALPOOL_CACHE: "/c", XDG_CACHE_HOME: "/x" }, "/c/mnist"],
    ["$XDG_CACHE_HOME", { XDG_CACHE_HOME: "/x" }, "/x/evalpool/mnist"],
    ["home", {}, join(homedir(), ".cache/evalpool/mnist")],
    [
      "home, where variables are empty",
      { EVALPOOL_CACHE: "", XDG_CACHE_HOME: "", EVALPOOL_DATA: "" },
      join(homedir(), ".cache/evalpool/mnist"),
    ],
  ])("the cache is taken from %s", (_, env, place) => {
    // A name that no cache of the machine has, so that the search comes to its end.
    const name = "no-such-data-set";
    const error = refusal(() => findSplit("test", { name, env }));
    const directory = place.replace(/mnist$/, name);
    expect(error.reason).toContain(`looked in ${directory} (no t10k-`);
  });
});

describe("a split is two files in one place", () => {
  test.each([
    ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
    ["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
    ["t10k-images.idx3-ubyte.gz", "t10k-labels-idx1-ubyte"],
  ])("%s and %s are found", (images, labels) => {
    const data = temporaryDirectory();
    writeFileSync(join(data, images), "");
    writeFileSync(join(data, labels), "");
    expect(findSplit("test", { data })).toEqual({
      images: join(data, images),
      labels: join(data, labels),
    });
  });

  test("the plain file is taken before the gzipped one, which would have to be inflated", () => {
    const data = temporaryDirectory();
    writeTestSplit(data);
    writeFileSync(join(data, "t10k-images-idx3-ubyte.gz"), "");
    expect(findSplit("test", { data }).images).toBe(join(data, "t10k-images-idx3-ubyte"));
  });

  test("a link that leads nowhere is there, and opening it says what is wrong", async () => {
    const data = temporaryDirectory();
    writeTestSplit(data);
    const labels = join(data, "t10k-labels-idx1-ubyte");
    for (const [target, reason] of [
      ["nowhere", "a link to nowhere: no such file or directory"],
      ["t10k-labels-idx1-ubyte", "too many symbolic links encountered"],
    ] as const) {
      rmSync(labels);
      symlinkSync(target, labels);
      await expect(loadSplit("test", { data })).rejects.toThrow(new DataError(labels, reason));
    }
  });

  test("test and train are not taken for each other", () => {
    const data = temporaryDirectory();
    writeTestSplit(data);
    expect(refusal(() => findSplit("train", { data })).file).toBe("mnist train");
  });

  test("images of one place are not put together with labels of another", () => {
    const root = temporaryDirectory();
    mkdirSync(join(root, "mnist"));
    writeFileSync(join(root, "mnist", "t10k-images-idx3-ubyte"), "");
    mkdirSync(join(root, "cache", "mnist"), { recursive: true });
    writeFileSync(join(root, "cache", "mnist", "t10k-labels-idx1-ubyte"), "");
    const env = { EVALPOOL_DATA: root, EVALPOOL_CACHE: join(root, "cache") };
    expect(refusal(() => findSplit("test", { env })).reason).toBe(
      `not found; looked in ${root}/mnist (no t10k-labels-idx1-ubyte[.gz]), ` +
        `${root}/cache/mnist (no t10k-images-idx3-ubyte[.gz]); ` +
        "give the directory with --data DIR, or put the files into $EVALPOOL_DATA/mnist",
    );
  });
});

describe("a directory that was given and holds no split: what is there, and what to do", () => {
  const reason = (data: string): string =>
    refusal(() => findSplit("test", { data })).reason.replaceAll(data, "DATA");
  const missing = "no t10k-images-idx3-ubyte[.gz], no t10k-labels-idx1-ubyte[.gz]";
  const advice = "give a directory that holds both, as IDX files";

  test("nothing", () => {
    const data = join(temporaryDirectory(), "none");
    expect(reason(data)).toBe(`not found; looked in DATA (no such directory); ${advice}`);
  });

  test.each([
    ["label,pixel\n7,0\n", "a CSV file"],
    ["\x89PNG\r\n\x1a\n", "a PNG image"],
    [imagesFile, "an IDX file"],
    ["\x01", "a file"],
  ])("a file: %j is %s", (content, kind) => {
    const data = join(temporaryDirectory(), "file");
    writeFileSync(data, content, "latin1");
    expect(reason(data)).toBe(`not found; looked in DATA (${kind}, no directory); ${advice}`);
  });

  test("other names, of which the first few are told, shortened", () => {
    const data = temporaryDirectory();
    expect(reason(data)).toContain(`looked in DATA (${missing}; it holds nothing); `);
    for (const name of ["b.csv", "a.png", "n".repeat(200)]) writeFileSync(join(data, name), "");
    const long = `${"n".repeat(40)}… (160 characters more)`;
    expect(reason(data)).toContain(`it holds a.png, b.csv, ${long}); `);
    for (const name of ["c", "d", "e"]) writeFileSync(join(data, name), "");
    expect(reason(data)).toContain("it holds a.png, b.csv, c, d and 2 more); ");
  });

  test("the other split", () => {
    const data = temporaryDirectory();
    writeFileSync(join(data, "train-images-idx3-ubyte"), "");
    writeFileSync(join(data, "train-labels-idx1-ubyte"), "");
    expect(reason(data)).toMatch(/; these are of the train split, which --split train takes$/);
    const test = temporaryDirectory();
    writeTestSplit(test);
    expect(refusal(() => findSplit("train", { data: test })).reason).toMatch(
      /; these are of the test split alone$/,
    );
  });

  test.each(["raw", "MNIST/raw"])("the data, further down in %s", (below) => {
    const data = temporaryDirectory();
    writeTestSplit(join(data, below));
    expect(reason(data)).toContain(`; give --data DATA/${below}, which holds both`);
  });
});
