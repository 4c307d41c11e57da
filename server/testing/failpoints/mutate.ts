/** A planted bug: one change of one file. The tests must notice it; one that no longer finds its place is an error. */
interface Mutant {
  file: string;
  what: string;
  find: string;
  replace: string;
}

export const mutants: Record<string, Mutant> = {
  M1: {
    file: "server/ledger/call-once.ts",
    what: "intent after the call",
    find: "  const intended = await intend({",
    replace: `  await call.http.request(withVendorKey(request, action.capability, String(Math.random())));
  const intended = await intend({`,
  },
  M10: {
    file: "server/ledger/effect-key.ts",
    what: "attempt in the effect key",
    find: "    identity.operation,",
    replace: "    identity.operation, String(Math.random()),",
  },
};

export function mutate(name: string, file: string, source: string): string {
  const mutant = mutants[name];
  if (!mutant || mutant.file !== file) return source;
  if (!source.includes(mutant.find))
    throw new Error(`Planted bug ${name} (${mutant.what}) no longer finds its place in ${file}`);
  return source.replace(mutant.find, mutant.replace);
}
