/** A planted bug: changes of one file. The tests must notice it; one that no longer finds its place is an error. */
interface Mutant {
  file: string;
  what: string;
  edits: { find: string; replace: string }[];
}

export const mutants: Record<string, Mutant> = {
  M1: {
    file: "server/ledger/call-once.ts",
    what: "intent after the call",
    edits: [
      {
        find: "  const intended = await intend({",
        replace: "  const early = await send(call, key, request, markerOf(key));\n  const intended = await intend({",
      },
      { find: "return send(call, key, request, effect.vendorKey);", replace: "return early;" },
    ],
  },
  M10: {
    file: "server/ledger/effect-key.ts",
    what: "chance in the effect key",
    edits: [{ find: "    identity.operation,", replace: "    identity.operation, String(Math.random())," }],
  },
  M13: {
    file: "server/ledger/decide-claim.ts",
    what: "an unknown outcome of a target that promises nothing is sent again",
    edits: [
      {
        find: 'case "none":\n      return { kind: "in-doubt" };',
        replace: 'case "none":\n      return { kind: "resend" };',
      },
    ],
  },
};

export function mutate(name: string, file: string, source: string): string {
  const mutant = mutants[name];
  if (!mutant || mutant.file !== file) return source;
  let changed = source;
  for (const edit of mutant.edits) {
    if (!changed.includes(edit.find)) {
      throw new Error(`Planted bug ${name} (${mutant.what}) no longer finds its place in ${file}`);
    }
    changed = changed.replace(edit.find, edit.replace);
  }
  return changed;
}
