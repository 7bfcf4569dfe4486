import type { PageData, PageSample, SpriteLayout } from "../page-data.js";

/** Bars of more classes are too thin to tell apart. */
const MOST_BARS = 16;

/** A card of one image: the digit, what it is and was read as, the probabilities. */
export function createCard({ samples, sprite, classes }: PageData, place: number): HTMLElement {
  const sample = samples[place]!;
  const card = element("li", "card");
  card.dataset["index"] = String(sample[0]);
  card.append(digit(sample, sprite, place), verdict(sample));
  if (classes <= MOST_BARS) card.append(strip(sample, classes));
  card.append(odds(sample));
  return card;
}

function element(name: string, className: string, text = ""): HTMLElement {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}

function digit(
  [index, label]: PageSample,
  { columns, rows }: SpriteLayout,
  place: number,
): HTMLElement {
  const image = element("div", "digit");
  image.setAttribute("role", "img");
  image.setAttribute("aria-label", `image ${index}, a ${label}`);
  const share = (at: number, of: number): string => `${of === 1 ? 0 : (100 * at) / (of - 1)}%`;
  image.style.backgroundSize = `${100 * columns}% ${100 * rows}%`;
  image.style.backgroundPosition = `${share(place % columns, columns)} ${share(Math.floor(place / columns), rows)}`;
  return image;
}

function verdict([index, label, prediction]: PageSample): HTMLElement {
  const line = element("p", "verdict");
  const isRight = label === prediction;
  line.append(
    element("span", "id", `#${index}`),
    element("b", "label", String(label)),
    " read as ",
    element("b", isRight ? "" : "wrong", String(prediction)),
  );
  return line;
}

/** A bar for each class, as high as its probability. */
function strip([, label, prediction, probabilities]: PageSample, classes: number): HTMLElement {
  const bars = element("div", "strip");
  bars.setAttribute("aria-hidden", "true");
  const shares = new Map(probabilities);
  for (let name = 0; name < classes; name++) {
    const kinds = [
      ...(name === label ? ["label"] : []),
      ...(name === prediction ? ["prediction"] : []),
    ];
    const bar = element("span", kinds.join(" "));
    const height = document.createElement("i");
    height.style.setProperty("--share", `${(shares.get(name) ?? 0) / 10}%`);
    bar.title = `${name}: ${formatShare(shares.get(name) ?? 0)}`;
    bar.append(height, String(name));
    bars.append(bar);
  }
  return bars;
}

/** The probabilities of the prediction and of the label; of what is right, of the runner-up. */
function odds([, label, prediction, probabilities]: PageSample): HTMLElement {
  const line = element("p", "odds");
  const shares = new Map(probabilities);
  const second = label === prediction ? probabilities[1]?.[0] : label;
  for (const name of [prediction, ...(second === undefined ? [] : [second])]) {
    const kind = name === label ? "label" : name === prediction ? "wrong" : "";
    line.append(element("span", kind, `${name}: ${formatShare(shares.get(name) ?? 0)}`));
  }
  return line;
}

/** @param share in tenths of a percent */
function formatShare(share: number): string {
  if (share === 1000) return "> 99.9 %";
  return share === 0 ? "< 0.1 %" : `${(share / 10).toFixed(1)} %`;
}
