import { expect, test } from "vitest";
import { commandFor, type KeyPress, keymap, showChord } from "./keymap.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test("no chord stands for two commands, and Tab for none", () => {
  const chords = keymap.flatMap((binding) => binding.chords);
  expect(new Set(chords).size).toBe(chords.length);
  expect(chords.some((chord) => /(^|\+)Tab$/.test(chord))).toBe(false);
});

test.each<[KeyPress, string | undefined]>([
  [press("n"), "add"],
  [press("/"), "add"],
  [press("?", { shiftKey: true }), "keys"],
  [press("z", { metaKey: true }), "undo"],
  [press("Z", { metaKey: true, shiftKey: true }), "redo"],
  [press("z", { ctrlKey: true }), "undo"],
  [press("S", { shiftKey: true }), "note"],
  [press("s"), undefined],
  [press("Enter", { ctrlKey: true }), "run"],
  [press("ArrowLeft", { altKey: true }), "move-left"],
  [press("+", { shiftKey: true }), "zoom-in"],
  [press("Tab"), undefined],
  [press("n", { ctrlKey: true }), undefined],
])("%j is %s", (key, command) => {
  expect(commandFor(key)).toBe(command);
});

test("chords are written as people know them", () => {
  expect(showChord("Mod+Shift+Z", true)).toBe("⌘⇧Z");
  expect(showChord("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
  expect(showChord("+", false)).toBe("+");
});
