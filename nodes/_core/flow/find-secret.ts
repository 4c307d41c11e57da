/**
 * Values that nobody would write by hand unless they were credentials. Only shapes with a marker of their own: a guess
 * by length or randomness would refuse record ids.
 */
const shapes: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./, "a signed token"],
  [/\b[Bb]earer\s+[A-Za-z0-9._~+/-]{20,}/, "a bearer token"],
  [/\b(sk|rk|pk|pat|xox[abps])[-_][A-Za-z0-9_-]{20,}/, "an API key"],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, "an access key"],
  [/:\/\/[^/\s:@"']+:[^/\s:@"']+@/, "a password in an address"],
];

/** The first credential-like text in a value, with its path, or null. */
export function findSecret(value: unknown, path = "$"): { path: string; what: string } | null {
  if (typeof value === "string") {
    const found = shapes.find(([shape]) => shape.test(value));
    return found ? { path, what: found[1] } : null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = findSecret(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found) return found;
  }
  return null;
}
