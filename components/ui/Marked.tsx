import type { ReactNode } from "react";

/** Our sentences mark names with asterisks (`*Unit amount* is missing.`); here they become emphasis. */
export function Marked({ text }: { text: string }) {
  const parts = text.split(/\*([^*\n]+)\*/);
  return parts.map(
    (part, index): ReactNode =>
      index % 2 === 0 ? (
        part
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence
        <em key={index} className="font-medium not-italic">
          {part}
        </em>
      ),
  );
}

/** Such a sentence where only plain text fits. */
export const unmarked = (text: string): string => text.replace(/\*([^*\n]+)\*/g, "$1");
