import { editor } from "monaco-editor/editor";

/** Our tokens as Monaco wants them: hex, one theme per scheme. The values are those of globals.css. */
export function defineThemes(): void {
  editor.defineTheme("millrace-light", {
    base: "vs",
    inherit: true,
    rules: [
      { token: "key", foreground: "02717a", fontStyle: "bold" },
      { token: "string", foreground: "186f3b" },
      { token: "number", foreground: "0d6abb" },
      { token: "keyword", foreground: "8e5d11" },
      { token: "function", foreground: "7a41af" },
      { token: "variable", foreground: "8e5d11" },
      { token: "field", foreground: "142027" },
      { token: "operator", foreground: "5b696f" },
      { token: "comment", foreground: "5b696f", fontStyle: "italic" },
    ],
    colors: {
      "editor.background": "#ffffff",
      "editor.foreground": "#142027",
      "editor.lineHighlightBackground": "#f4f7f9",
      "editorLineNumber.foreground": "#5b696f",
      "editorCursor.foreground": "#02717a",
      "editor.selectionBackground": "#cdeef0",
      "editorError.foreground": "#c2272d",
    },
  });
  editor.defineTheme("millrace-dark", {
    base: "vs-dark",
    inherit: true,
    rules: [
      { token: "key", foreground: "56ccd0", fontStyle: "bold" },
      { token: "string", foreground: "6bd48f" },
      { token: "number", foreground: "7cb9f8" },
      { token: "keyword", foreground: "f1bf5b" },
      { token: "function", foreground: "c9a3f5" },
      { token: "variable", foreground: "f1bf5b" },
      { token: "field", foreground: "ecf1f3" },
      { token: "operator", foreground: "929ea3" },
      { token: "comment", foreground: "929ea3", fontStyle: "italic" },
    ],
    colors: {
      "editor.background": "#151d21",
      "editor.foreground": "#ecf1f3",
      "editor.lineHighlightBackground": "#1d262b",
      "editorLineNumber.foreground": "#929ea3",
      "editorCursor.foreground": "#56ccd0",
      "editor.selectionBackground": "#12484d",
      "editorError.foreground": "#fb847f",
    },
  });
}

const dark = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: dark)");

export function themeNow(): string {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen === "dark" || (chosen !== "light" && dark().matches);
  return isDark ? "millrace-dark" : "millrace-light";
}

/** Calls back when the person or the device changes the scheme. Returns what stops it. */
export function watchTheme(changed: () => void): () => void {
  const media = dark();
  media.addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    media.removeEventListener("change", changed);
    observer.disconnect();
  };
}
