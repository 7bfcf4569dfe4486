import { expect, test } from "vitest";
import { contrast, ramp, themes } from "./colors.js";

test("contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio on #777777 over white
  expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
});

test.each(Object.entries(themes))("all text is legible in %s", (_, theme) => {
  for (const { background, text } of ramp(theme)) {
    expect(contrast(background, text)).toBeGreaterThan(4.5);
  }
  for (const background of [theme.page, theme.surface, theme.quiet]) {
    for (const text of [theme.ink, theme.muted, theme.accent, theme.error]) {
      expect(contrast(background, text)).toBeGreaterThan(4.5);
    }
  }
});

test.each(Object.entries(themes))(
  "the ramp goes one way in %s, for the colour-blind too",
  (_, theme) => {
    const distances = ramp(theme).map(({ background }) => contrast(background, theme.surface));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(new Set(distances).size).toBe(distances.length);
  },
);
