/**
 * Text from a vendor, fit for a log, a fault or the database: without this connection's secrets in any spelling, without
 * what looks like a credential, and short.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  // cut first: a hostile answer must not cost time; the rest is cut again, since replacements can grow it
  let kept = hideSecrets(text.slice(0, 8_000), secrets);
  for (const [shape, instead] of shapes) kept = kept.replace(shape, instead);
  return kept.slice(0, 2_000);
}

/** The text without these secrets in any spelling, otherwise as it was: JSON stays JSON. */
export const hideSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.flatMap(spellings).reduce((kept, spelling) => kept.replaceAll(spelling, "…"), text);

/** Below that length a secret would blank out ordinary words. */
const shortest = 8;

function spellings(secret: string): string[] {
  if (secret.length < shortest) return [];
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

const shapes: [RegExp, string][] = [
  // JWT and JWE
  [/\beyJ[\w-]+(?:\.[\w-]*){1,4}/g, "…"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, "$1 …"],
  // name: value, name=value and "name":"value" of whatever is called a secret
  [
    /(["']?[\w-]{0,64}(?:authorization|cookie|token|secret|password|passwd|api[_-]?key|signature)[\w-]{0,64}["']?\s{0,4}[:=]\s{0,4})("[^"]{0,4000}"|'[^']{0,4000}'|[^\s,;&}<]{1,4000})/gi,
    "$1…",
  ],
  // cards
  [/\b\d(?:[ -]?\d){12,18}\b/g, "…"],
];
