/** Class names in one string; whatever is not a text is left out. */
export const cx = (...parts: (string | false | null | undefined)[]): string => parts.filter(Boolean).join(" ");
