/** Red, green and blue, 0 to 255. */
type Color = readonly [number, number, number];

/** A page's colours in light and in dark, of one name each. */
export const themes = {
  light: {
    page: "#f6f7f8",
    surface: "#ffffff",
    ink: "#1a1d21",
    muted: "#57606a",
    line: "#dfe2e6",
    quiet: "#eceef1",
    accent: "#1d5fbf",
    error: "#a63d0b",
  },
  dark: {
    page: "#111418",
    surface: "#1a1e24",
    ink: "#e9ebee",
    muted: "#a2abb6",
    line: "#333a43",
    quiet: "#272d35",
    accent: "#7fb2ff",
    error: "#ffa35c",
  },
} as const;

export type Theme = (typeof themes)[keyof typeof themes];

/** Steps of the ramp from the surface to the colour of errors; 0 is the surface itself. */
export const STEPS = 8;

/** A background and the text on it. */
export interface Step {
  readonly background: string;
  readonly text: string;
}

/**
 * One hue from the surface on, ever stronger, so that the colour-blind see the same order. Text is
 * black or white, whichever has more contrast: with either it is 4.5 to 1 at least.
 */
export function ramp({ surface, error }: { surface: string; error: string }): Step[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const color = mix(parse(surface), parse(error), step / STEPS);
    const background = `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    const text = ["#000000", "#ffffff"].sort(
      (a, b) => contrast(b, background) - contrast(a, background),
    );
    return { background, text: text[0]! };
  });
}

/** Contrast ratio of WCAG 2.2: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Relative luminance of WCAG 2.2. */
function luminance(color: Color): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function parse(hex: string): Color {
  const part = (at: number): number => parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function mix(from: Color, to: Color, share: number): Color {
  const part = (i: 0 | 1 | 2): number => Math.round(from[i] + share * (to[i] - from[i]));
  return [part(0), part(1), part(2)];
}
