import { pixelsAt, readWhole } from "../reading/read-whole.ts";
import { writeForms, type Form } from "../reading/write-forms.ts";
import type { Context, Suite } from "../suite.ts";
import { integer, milliseconds, times, type Table } from "../table.ts";
import { takeTurns, type Turns } from "../turns.ts";

interface Reading {
  readonly images: number;
  readonly measured: readonly Measured[];
}

/** A call of each is all of the images. */
interface Measured extends Turns {
  readonly form: string;
  readonly bytes: number;
  readonly library?: string;
  readonly target?: NonNullable<Form["target"]>;
}

/** Data sets in the forms that people have, opened and read by one thread in this process. */
export const reading: Suite<Reading> = {
  name: "reading",
  async measure(context) {
    const measured: Measured[] = [];
    for await (const form of writeForms(context.inputs)) {
      const one = await measure(form, context);
      context.log(`${form.name}: ${milliseconds(one.ms.median)}`);
      measured.push(one);
    }
    return { images: context.inputs.images.shape[0], measured };
  },
  tabulate({ images, measured }) {
    const table: Table = {
      title: `${integer(images)} images of 28×28 opened and read, by one thread`,
      columns: [
        "stored as",
        "MB",
        "median",
        "images/s",
        "MB/s",
        "library alone",
        "its median",
        "evalpool is",
        "quartiles",
        "of best",
        "target",
      ],
      rows: measured.map((one) => rowOf(one, images)),
      notes: [
        "Opening reads every byte, for the digest. Libraries begin with the bytes in memory: sharp decodes four images at once in threads of its own, csv-parse makes text of each field.",
        "PNG of 8 bits without interlacing is decoded by evalpool itself, JPEG by sharp.",
      ],
    };
    return [table];
  },
};

function rowOf(one: Measured, images: number): string[] {
  const { form, bytes, ms, library = "", target, peer } = one;
  const perSecond = (amount: number): number => (1000 * amount) / ms.median;
  const own = [
    form,
    (bytes / 1e6).toFixed(1),
    milliseconds(ms.median),
    integer(perSecond(images)),
    perSecond(bytes / 1e6).toFixed(1),
  ];
  if (peer === undefined) return own;
  const { ratio, ratioOfBest } = peer;
  return [
    ...own,
    library,
    milliseconds(peer.ms.median),
    times(ratio.median),
    `${ratio.lowerQuartile.toFixed(2)}–${ratio.upperQuartile.toFixed(2)}`,
    times(ratioOfBest),
    target === undefined ? "" : targetText(target),
  ];
}

function targetText(target: NonNullable<Form["target"]>): string {
  return "times" in target ? times(target.times) : `${target.megabytes} MB/s`;
}

async function measure(form: Form, { quick }: Context): Promise<Measured> {
  const { name, path, bytes, pixels, library, target } = form;
  requireSame(name, await pixelsAt(path), pixels);
  if (library) requireSame(`${name}, by ${library.name}`, await library.pixels(), pixels);
  const turns = await takeTurns(
    () => readWhole(path),
    library?.run,
    quick ? { rounds: 1, lapMs: 0 } : { rounds: 5, lapMs: 200 },
  );
  return {
    form: name,
    bytes,
    ...(library && { library: library.name }),
    ...(target && { target }),
    ...turns,
  };
}

/** @throws {Error} when images are not those that were written */
function requireSame(name: string, got: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(got, expected) === 0) return;
  throw new Error(`${name}: other pixels than were written`);
}
