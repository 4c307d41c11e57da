import type { Capability, FallbackCapability } from "../_kit/action.ts";

/** `Idempotency-Key`, up to 128 characters. How long Xero remembers one is known from memory only (see README). */
export const vendorKey = (afterTtl: FallbackCapability): Capability => ({
  kind: "vendor-key",
  header: "idempotency-key",
  ttlMs: 24 * 3_600_000,
  maxLength: 128,
  // Assumed the careful way: a replayed 5xx is then never looped.
  replaysErrors: true,
  afterTtl,
});

/** Searching after the key is forgotten: Xero's lists are read from the ledger itself; the pause is a margin. */
export const findAgain: FallbackCapability = { kind: "find", lagMs: 10_000, uniqueEnforced: false };
