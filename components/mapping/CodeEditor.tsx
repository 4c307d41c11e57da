"use client";
import "monaco-editor/features/bracketMatching/register.js";
import "monaco-editor/features/clipboard/register.js";
import "monaco-editor/features/codeEditor/register.js";
import "monaco-editor/features/codicon/register.js";
import "monaco-editor/features/comment/register.js";
import "monaco-editor/features/cursorUndo/register.js";
import "monaco-editor/features/find/register.js";
import "monaco-editor/features/folding/register.js";
import "monaco-editor/features/gotoError/register.js";
import "monaco-editor/features/hover/register.js";
import "monaco-editor/features/indentation/register.js";
import "monaco-editor/features/linesOperations/register.js";
import "monaco-editor/features/multicursor/register.js";
import "monaco-editor/features/placeholderText/register.js";
import "monaco-editor/features/snippet/register.js";
import "monaco-editor/features/suggest/register.js";
import "monaco-editor/features/toggleTabFocusMode/register.js";
import "monaco-editor/features/wordHighlighter/register.js";
import "monaco-editor/features/wordOperations/register.js";
import { editor, languages, MarkerSeverity } from "monaco-editor/editor";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { type CompletionSources, complete } from "./complete.ts";
import { defineThemes, themeNow, watchTheme } from "./editor-theme.ts";
import { configuration, languageId, tokens } from "./jsonata-language.ts";

// The one worker that the editor needs, bundled from the package: nothing is loaded from elsewhere.
self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};

if (!languages.getLanguages().some((language) => language.id === languageId)) {
  languages.register({ id: languageId });
  languages.setLanguageConfiguration(languageId, configuration);
  languages.setMonarchTokensProvider(languageId, tokens);
  languages.registerCompletionItemProvider(languageId, {
    triggerCharacters: [".", '"', "$", "{"],
    provideCompletionItems(model, position) {
      const sources = sourcesOf.get(model.uri.toString());
      if (!sources) return { suggestions: [] };
      const word = model.getWordUntilPosition(position);
      const before = model.getValueInRange({
        startLineNumber: Math.max(1, position.lineNumber - 20),
        startColumn: 1,
        endLineNumber: position.lineNumber,
        endColumn: position.column,
      });
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      return {
        suggestions: complete(before, model.getValue(), sources()).map((entry, index) => ({
          label: entry.label,
          insertText: entry.insert,
          detail: entry.about,
          kind: kinds[entry.kind],
          sortText: String(index).padStart(5, "0"),
          range,
        })),
      };
    },
  });
  defineThemes();
}

const kinds = {
  field: languages.CompletionItemKind.Field,
  key: languages.CompletionItemKind.Property,
  function: languages.CompletionItemKind.Function,
  variable: languages.CompletionItemKind.Variable,
};

/** Each open text has its own fields to offer. */
const sourcesOf = new Map<string, () => CompletionSources>();

export interface CodeMark {
  message: string;
  /** Characters from the start of the text, where the engine stopped reading. */
  position: number | null;
}

export interface CodeEditorHandle {
  /** Puts a text where the caret is. */
  insert(text: string): void;
  focus(): void;
}

interface CodeEditorProps {
  value: string;
  onChange(value: string): void;
  sources: CompletionSources;
  mark: CodeMark | null;
  readOnly: boolean;
  label: string;
  handle: Ref<CodeEditorHandle>;
}

export default function CodeEditor({ value, onChange, sources, mark, readOnly, label, handle }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const opened = useRef<editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef({ value, onChange, sources, readOnly, label });
  latest.current = { value, onChange, sources, readOnly, label };

  useEffect(() => {
    if (!host.current) return;
    const model = editor.createModel(latest.current.value, languageId);
    sourcesOf.set(model.uri.toString(), () => latest.current.sources);
    const created = editor.create(host.current, {
      model,
      theme: themeNow(),
      ariaLabel: latest.current.label,
      readOnly: latest.current.readOnly,
      automaticLayout: true,
      minimap: { enabled: false },
      fontFamily: "JetBrains Mono Variable, ui-monospace, monospace",
      fontSize: 13,
      lineHeight: 20,
      fontLigatures: false,
      tabSize: 2,
      wordWrap: "on",
      scrollBeyondLastLine: false,
      renderLineHighlight: "line",
      overviewRulerLanes: 0,
      scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
      lineNumbersMinChars: 3,
      padding: { top: 12, bottom: 12 },
      placeholder: '{\n  "reference": …\n}',
      fixedOverflowWidgets: true,
      quickSuggestions: { other: true, strings: true, comments: false },
      tabFocusMode: false,
    });
    opened.current = created;
    const typed = created.onDidChangeModelContent(() => latest.current.onChange(model.getValue()));
    const stopWatching = watchTheme(() => editor.setTheme(themeNow()));
    created.focus();
    return () => {
      stopWatching();
      typed.dispose();
      sourcesOf.delete(model.uri.toString());
      created.dispose();
      model.dispose();
      opened.current = null;
    };
  }, []);

  // from outside: undo, or a rebase on others' edits
  useEffect(() => {
    const model = opened.current?.getModel();
    if (model && model.getValue() !== value) model.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = opened.current?.getModel();
    if (!model) return;
    if (!mark) return editor.setModelMarkers(model, languageId, []);
    const length = model.getValueLength();
    // the engine tells where the token ended; the word before that is what a person looks for
    const end = model.getPositionAt(Math.min(length, Math.max(mark.position ?? length, 1)));
    const word = model.getWordUntilPosition(end);
    editor.setModelMarkers(model, languageId, [
      {
        severity: MarkerSeverity.Error,
        message: mark.message,
        startLineNumber: end.lineNumber,
        startColumn: word.startColumn < end.column ? word.startColumn : Math.max(1, end.column - 1),
        endLineNumber: end.lineNumber,
        endColumn: Math.max(end.column, 2),
      },
    ]);
  }, [mark]);

  useImperativeHandle(handle, () => ({
    insert(text) {
      const current = opened.current;
      if (!current) return;
      current.trigger("millrace", "type", { text });
      current.focus();
    },
    focus: () => opened.current?.focus(),
  }));

  return <div ref={host} data-code-editor="" className="h-full min-h-0 w-full" />;
}
