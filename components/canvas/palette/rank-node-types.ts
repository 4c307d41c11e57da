import type { NodeType } from "#nodes/_core/flow/node-type.ts";

/**
 * Node types that match what was typed, best first. Each word must be found somewhere: at the start of a word of the
 * title counts most, then inside it, then the vendor, then the other words. No text: everything, as the catalogue has it.
 */
export function rankNodeTypes(types: readonly NodeType[], text: string): NodeType[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...types];
  return types
    .map((type) => ({ type, score: scoreAll(type, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || (a.type.title < b.type.title ? -1 : 1))
    .map(({ type }) => type);
}

function scoreAll(type: NodeType, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = scoreOne(type, word);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

function scoreOne(type: NodeType, word: string): number {
  const title = type.title.toLowerCase();
  if (title.startsWith(word)) return 10;
  if (title.split(/\s+/).some((part) => part.startsWith(word))) return 8;
  if (title.includes(word)) return 5;
  if (type.connectorTitle.toLowerCase().startsWith(word)) return 4;
  if (type.keywords.some((keyword) => keyword.toLowerCase().includes(word))) return 3;
  if (`${type.connectorTitle} ${type.summary}`.toLowerCase().includes(word)) return 1;
  return 0;
}
