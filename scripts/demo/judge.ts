/** What stands in the target, by the reference that names its cause. */
export interface Effect {
  reference: string;
  amount: string;
}

export interface Verdict {
  /** Causes without an effect. */
  lost: string[];
  /** Effects beyond the first of their cause, and effects that have no cause. */
  doubled: string[];
  /** Effects whose content is not their cause's. */
  wrong: string[];
}

/** Effects against the set of their causes (reference → amount). Neither the ledger nor the runs are asked. */
export function judge(causes: ReadonlyMap<string, string>, effects: readonly Effect[]): Verdict {
  const seen = new Set<string>();
  const verdict: Verdict = { lost: [], doubled: [], wrong: [] };
  for (const { reference, amount } of effects) {
    const expected = causes.get(reference);
    if (expected === undefined || seen.has(reference)) verdict.doubled.push(reference);
    else if (Number(expected) !== Number(amount)) verdict.wrong.push(`${reference}: ${amount} instead of ${expected}`);
    seen.add(reference);
  }
  verdict.lost = [...causes.keys()].filter((reference) => !seen.has(reference));
  return verdict;
}
