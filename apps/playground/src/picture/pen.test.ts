import { expect, test } from "vitest";
import { drawByKey, liftedPen, type Drawing, type PenKey } from "./pen.js";

const start: Drawing = { pen: liftedPen, strokes: [] };

const pressed = (key: string, others: Partial<PenKey> = {}): PenKey => ({
  ...{ key, shiftKey: false, repeat: false, ctrlKey: false, altKey: false, metaKey: false },
  ...others,
});

/** After one key and another; each must do something. */
function after(keys: readonly (string | PenKey)[], from = start): Drawing {
  return keys.reduce<Drawing>((drawing, key) => {
    const next = drawByKey(drawing, typeof key === "string" ? pressed(key) : key);
    if (next === undefined) throw new Error(`${JSON.stringify(key)} does nothing`);
    return next;
  }, from);
}

test.each([
  { key: "ArrowUp", to: [128, 120] },
  { key: "ArrowDown", to: [128, 136] },
  { key: "ArrowLeft", to: [120, 128] },
  { key: "ArrowRight", to: [136, 128] },
])("$key moves the pen, which draws nothing before it is put down", ({ key, to }) => {
  expect(after([key])).toEqual({ pen: { at: to, isDown: false }, strokes: [] });
});

test("with Shift it goes finely", () => {
  expect(after([pressed("ArrowRight", { shiftKey: true })]).pen.at).toEqual([130, 128]);
});

test("it stays on the pad, whose last place is 255", () => {
  const right = Array<string>(40).fill("ArrowRight");
  expect(after(right).pen.at).toEqual([255, 128]);
  expect(after([...right, ...Array<string>(40).fill("ArrowUp")]).pen.at).toEqual([255, 0]);
});

test.each([" ", "Enter"])("%j puts it down, from where on it draws, and lifts it", (key) => {
  const { pen, strokes } = after([key, "ArrowDown", "ArrowRight", key, "ArrowDown", key]);
  expect(pen).toEqual({ at: [136, 144], isDown: true });
  expect(strokes).toEqual([
    [
      [128, 128],
      [128, 136],
      [136, 136],
    ],
    [[136, 144]],
  ]);
});

test("a key that is held down puts it down once, and draws on", () => {
  const held = [" ", pressed(" ", { repeat: true }), pressed("ArrowUp", { repeat: true })];
  const { pen, strokes } = after(held);
  expect(pen.isDown).toBe(true);
  expect(strokes).toEqual([
    [
      [128, 128],
      [128, 120],
    ],
  ]);
});

test("Escape lifts it, and else is the page's", () => {
  const lifted = after([" ", "ArrowUp", "Escape", "ArrowUp"]);
  expect(lifted.pen).toEqual({ at: [128, 112], isDown: false });
  expect(lifted.strokes[0]).toHaveLength(2);
  expect(drawByKey(lifted, pressed("Escape"))).toBeUndefined();
});

test("Backspace takes the last stroke back, also one that is being drawn", () => {
  const two = after([" ", " ", "ArrowUp", " ", "ArrowUp"]);
  expect(two.strokes).toHaveLength(2);
  const one = after(["Backspace"], two);
  expect(one).toEqual({ pen: { at: [128, 112], isDown: false }, strokes: [[[128, 128]]] });
  const none = after(["Backspace"], one);
  expect(none.strokes).toEqual([]);
  expect(drawByKey(none, pressed("Backspace"))).toBeUndefined();
});

test.each([
  pressed("Tab"),
  pressed("7"),
  pressed("ArrowLeft", { altKey: true }),
  pressed(" ", { ctrlKey: true }),
  pressed("Backspace", { metaKey: true }),
])("other keys stay the page's: %j", (key) => {
  expect(drawByKey(after([" "]), key)).toBeUndefined();
});
