import type { IndexedSource } from "@evalpool/data";
import { writeWhole } from "@evalpool/files/node";
import { CARD_LETTERS, cardsToPng, cardsToSvg, layOutCards } from "@evalpool/pictures";
import { cutTo } from "../terminal/columns.js";
import { likeliest } from "./likeliest.js";
import type { Reading } from "./reading.js";

/**
 * Draws images beside their probabilities, as SVG or PNG by the file's name.
 *
 * @throws {UsageError} when the file cannot be written
 */
export async function saveReadings(
  readings: readonly Reading[],
  { name, split }: Pick<IndexedSource, "name" | "split">,
  file: string,
): Promise<void> {
  const cards = layOutCards(
    readings.map((reading) => {
      const { image, index, label, prediction, probabilities } = reading;
      const names = reading.names();
      const shortNames = reading.names({ cut: (name) => cutTo(name, CARD_LETTERS) });
      const bars = likeliest(reading).map((each) => ({
        label: each,
        name: names[each] ?? String(each),
        shortName: shortNames[each] ?? String(each),
        share: probabilities[each] ?? NaN,
      }));
      return { image, index, label, prediction, bars };
    }),
  );
  const title = `${name} ${split}, what is read in it`;
  const isPng = file.toLowerCase().endsWith(".png");
  await writeWhole(file, isPng ? cardsToPng(cards) : cardsToSvg(cards, title));
}
