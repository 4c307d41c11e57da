/**
 * Every key of the canvas, once: the handler, the sheet behind "?" and the tooltips read this list. Keys work only while
 * the canvas has the focus, never while somebody types, and Tab is never bound.
 */
export type Command =
  | "add"
  | "open"
  | "rename"
  | "disable"
  | "delete"
  | "delete-plain"
  | "duplicate"
  | "select-all"
  | "note"
  | "undo"
  | "redo"
  | "run"
  | "fit"
  | "actual-size"
  | "zoom-in"
  | "zoom-out"
  | "walk-left"
  | "walk-right"
  | "walk-up"
  | "walk-down"
  | "move-left"
  | "move-right"
  | "move-up"
  | "move-down"
  | "dock"
  | "keys"
  | "back";

export interface KeyBinding {
  command: Command;
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere; then the value of the key event, letters in lower case. */
  chords: string[];
  title: string;
  group: "Build" | "Move around" | "Edit" | "Run and view";
}

export const keymap: KeyBinding[] = [
  { command: "add", chords: ["n", "/"], title: "Add a node", group: "Build" },
  { command: "open", chords: ["Enter"], title: "Open the selected node", group: "Build" },
  { command: "rename", chords: ["F2"], title: "Rename the selected node", group: "Build" },
  { command: "disable", chords: ["d"], title: "Disable or enable", group: "Build" },
  { command: "duplicate", chords: ["Mod+d"], title: "Duplicate", group: "Build" },
  { command: "note", chords: ["Shift+S"], title: "Add a note", group: "Build" },
  { command: "delete", chords: ["Delete", "Backspace"], title: "Delete and connect the neighbours", group: "Edit" },
  { command: "delete-plain", chords: ["Shift+Delete"], title: "Delete without connecting", group: "Edit" },
  { command: "undo", chords: ["Mod+z"], title: "Undo", group: "Edit" },
  { command: "redo", chords: ["Mod+Shift+Z", "Mod+y"], title: "Redo", group: "Edit" },
  { command: "select-all", chords: ["Mod+a"], title: "Select everything", group: "Edit" },
  { command: "walk-left", chords: ["ArrowLeft"], title: "To the node before", group: "Move around" },
  { command: "walk-right", chords: ["ArrowRight"], title: "To the node after", group: "Move around" },
  { command: "walk-up", chords: ["ArrowUp"], title: "To the node above", group: "Move around" },
  { command: "walk-down", chords: ["ArrowDown"], title: "To the node below", group: "Move around" },
  { command: "move-left", chords: ["Alt+ArrowLeft"], title: "Move left", group: "Move around" },
  { command: "move-right", chords: ["Alt+ArrowRight"], title: "Move right", group: "Move around" },
  { command: "move-up", chords: ["Alt+ArrowUp"], title: "Move up", group: "Move around" },
  { command: "move-down", chords: ["Alt+ArrowDown"], title: "Move down", group: "Move around" },
  { command: "run", chords: ["Mod+Enter"], title: "Run", group: "Run and view" },
  { command: "dock", chords: ["l"], title: "Show or hide the runs", group: "Run and view" },
  { command: "fit", chords: ["1"], title: "Fit everything", group: "Run and view" },
  { command: "actual-size", chords: ["0"], title: "Actual size", group: "Run and view" },
  { command: "zoom-in", chords: ["+", "="], title: "Zoom in", group: "Run and view" },
  { command: "zoom-out", chords: ["-"], title: "Zoom out", group: "Run and view" },
  { command: "keys", chords: ["?"], title: "Show the keys", group: "Run and view" },
  { command: "back", chords: ["Escape"], title: "One layer back", group: "Run and view" },
];

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The command a key press stands for, or undefined. */
export function commandFor(press: KeyPress): Command | undefined {
  const chord = chordOf(press);
  return keymap.find((binding) => binding.chords.includes(chord))?.command;
}

function chordOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  // A printable sign carries its Shift in itself: "?" is not "Shift+?".
  const isSign = key.length === 1 && !/[a-z]/i.test(key);
  const letter = key.length === 1 && !shiftKey ? key.toLowerCase() : key.length === 1 ? key.toUpperCase() : key;
  return [ctrlKey || metaKey ? "Mod" : "", altKey ? "Alt" : "", shiftKey && !isSign ? "Shift" : "", letter]
    .filter(Boolean)
    .join("+");
}

const signs: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
};

/** How a chord is written for people. */
export function showChord(chord: string, mac: boolean): string {
  const parts = chord.split("+").map((part) => {
    if (part === "Mod") return mac ? "⌘" : "Ctrl";
    if (part === "Shift") return mac ? "⇧" : "Shift";
    if (part === "Alt") return mac ? "⌥" : "Alt";
    if (part === "") return "+";
    return signs[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
  return [...new Set(parts)].join(mac ? "" : "+");
}

/** The first chord of a command, for tooltips. */
export const keysOf = (command: Command, mac: boolean): string => {
  const [chord] = keymap.find((binding) => binding.command === command)?.chords ?? [];
  return chord === undefined ? "" : showChord(chord, mac);
};
