import { styleText } from "node:util";

/** What a piece of text is to the reader. Each shows on dark and on light backgrounds. */
const styles: Record<Role, Parameters<typeof styleText>[0]> = {
  main: "bold",
  minor: "dim",
  worst: ["bold", "red"],
  better: "green",
  worse: "red",
};

type Role = "main" | "minor" | "worst" | "better" | "worse";

/** Marks a piece of text; its width on the screen stays. */
export type Paint = (role: Role, text: string) => string;

export const plain: Paint = (_, text) => text;

/** Marks for a stream that shows them: a terminal, unless the environment says otherwise. */
export function painter(stream: NodeJS.WriteStream): Paint {
  return (role, text) => styleText(styles[role], text, { stream });
}
