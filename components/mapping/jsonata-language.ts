import type { languages } from "monaco-editor/editor";

export const languageId = "jsonata";

/** Colours and brackets of JSONata. Judges nothing: what is wrong, the reference engine says. */
export const configuration: languages.LanguageConfiguration = {
  comments: { blockComment: ["/*", "*/"] },
  brackets: [
    ["{", "}"],
    ["[", "]"],
    ["(", ")"],
  ],
  autoClosingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: "(", close: ")" },
    { open: '"', close: '"', notIn: ["string", "comment"] },
    { open: "'", close: "'", notIn: ["string", "comment"] },
    { open: "`", close: "`", notIn: ["string", "comment"] },
  ],
  surroundingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: "(", close: ")" },
    { open: '"', close: '"' },
  ],
};

export const tokens: languages.IMonarchLanguage = {
  defaultToken: "",
  keywords: ["and", "or", "in", "true", "false", "null", "function"],
  tokenizer: {
    root: [
      [/\/\*/, "comment", "@comment"],
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "key"],
      [/"/, "string", "@text"],
      [/'(?:[^'\\]|\\.)*'(?=\s*:)/, "key"],
      [/'/, "string", "@quoted"],
      [/`[^`]*`/, "field"],
      [/\$\$?[A-Za-z_][\w]*(?=\s*\()/, "function"],
      [/\$\$?[A-Za-z_][\w]*|\$\$?/, "variable"],
      [/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, "number"],
      [/[A-Za-z_]\w*/, { cases: { "@keywords": "keyword", "@default": "field" } }],
      [/[{}()[\]]/, "@brackets"],
      [/:=|~>|\?\?|\?:|\.\.|\*\*|[<>]=?|!=|[-+*/%&|=?:;,.^@#]/, "operator"],
    ],
    comment: [
      [/[^*]+/, "comment"],
      [/\*\//, "comment", "@pop"],
      [/\*/, "comment"],
    ],
    text: [
      [/[^"\\]+/, "string"],
      [/\\./, "string.escape"],
      [/"/, "string", "@pop"],
    ],
    quoted: [
      [/[^'\\]+/, "string"],
      [/\\./, "string.escape"],
      [/'/, "string", "@pop"],
    ],
  },
};

/** Functions worth offering, with what they are called with. */
export const functions: { name: string; sign: string; about: string }[] = [
  { name: "$sum", sign: "(list)", about: "Sum of numbers" },
  { name: "$count", sign: "(list)", about: "Number of entries" },
  { name: "$join", sign: "(list, separator)", about: "Texts in one" },
  { name: "$map", sign: "(list, function)", about: "Each entry by a function" },
  { name: "$filter", sign: "(list, function)", about: "Entries that fit" },
  { name: "$sort", sign: "(list, function)", about: "In order" },
  { name: "$distinct", sign: "(list)", about: "Each value once" },
  { name: "$string", sign: "(value)", about: "As text" },
  { name: "$number", sign: "(text)", about: "As number" },
  { name: "$round", sign: "(number, places)", about: "Rounded, ties to even" },
  { name: "$trim", sign: "(text)", about: "Without blanks around" },
  { name: "$uppercase", sign: "(text)", about: "In capitals" },
  { name: "$lowercase", sign: "(text)", about: "In small letters" },
  { name: "$substring", sign: "(text, start, length)", about: "A part of a text" },
  { name: "$substringBefore", sign: "(text, sign)", about: "What stands before" },
  { name: "$substringAfter", sign: "(text, sign)", about: "What stands after" },
  { name: "$contains", sign: "(text, part)", about: "Whether it is in it" },
  { name: "$split", sign: "(text, separator)", about: "Parts of a text" },
  { name: "$exists", sign: "(value)", about: "Whether there is a value" },
  { name: "$lookup", sign: "(group, name)", about: "A field by its name" },
  { name: "$merge", sign: "(groups)", about: "Several groups in one" },
  { name: "$now", sign: "()", about: "The moment of the run" },
  { name: "$fromMillis", sign: "(number, picture)", about: "A moment as text" },
  { name: "$toMillis", sign: "(text)", about: "A text as moment" },
];
