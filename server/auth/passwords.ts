import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { authSettings } from "./auth-settings.ts";

const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const keyLength = 32;
const atOnce = 4;

/** `scrypt$15$8$3$<salt>$<key>`. Takes 32 MiB, so only a few are worked on at the same time; the others wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return ["scrypt", "15", "8", "3", salt.toString("base64url"), key.toString("base64url")].join("$");
}

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [scheme, n, r, p, salt = "", stored = ""] = hash.split("$");
  const known = scheme === "scrypt" && n === "15" && r === "8" && p === "3";
  // the work is done in any case: its time must not tell whether there is a password at all
  const key = await derive(password, Buffer.from(salt, "base64url"));
  const expected = Buffer.from(stored, "base64url");
  return known && expected.length === key.length && timingSafeEqual(expected, key);
}

/** What is wrong with a new password, or null. */
export function objectionToPassword(password: string): string | null {
  const length = [...password].length;
  if (length < authSettings.passwordLeast) return `A password needs at least ${authSettings.passwordLeast} characters.`;
  if (length > authSettings.passwordMost) return `A password may have at most ${authSettings.passwordMost} characters.`;
  const plain = password.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (new Set(plain).size < 5) return "This password is too regular. Choose one with more different characters.";
  if (common.some((word) => plain === word || plain.replace(/\d+$/, "") === word))
    return "This password is among the first that are guessed.";
  return null;
}

let working = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, keyLength, cost, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    // the place is handed on, not freed: nobody can slip in between
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}

/** Long enough for us, and still at the head of every list of leaked passwords. Digits at the end do not save them. */
const common = [
  "123456789012",
  "1234567890123",
  "123456123456",
  "012345678910",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "qazwsxedcrfv",
  "qwertyuiop",
  "qwertyuiopasdfghjkl",
  "qwertyqwerty",
  "qwerty123456",
  "qwerty",
  "asdfghjkl",
  "zxcvbnm",
  "password",
  "passwordpassword",
  "password123456",
  "passw0rd",
  "p4ssw0rd",
  "letmein",
  "letmeinplease",
  "welcome",
  "welcometo",
  "iloveyou",
  "iloveyouforever",
  "administrator",
  "changeme",
  "changemenow",
  "default",
  "abcdefghijkl",
  "abcdefghijklmnop",
  "abc123abc123",
  "superman",
  "spiderman",
  "football",
  "baseball",
  "basketball",
  "liverpool",
  "manchesterunited",
  "sunshine",
  "princess",
  "dragon",
  "monkey",
  "shadow",
  "master",
  "trustno",
  "whatever",
  "starwars",
  "millrace",
  "millraceadmin",
];
