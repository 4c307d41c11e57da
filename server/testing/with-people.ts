import { handleAuth } from "#server/auth/handle-auth.ts";
import { hashPassword } from "#server/auth/passwords.ts";
import type { Role } from "#server/auth/rights.ts";
import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";

export interface Person {
  userId: string;
  email: string;
  /** Cookie header of a signed-in browser. */
  cookie: string;
}

export const testOrigin = "http://localhost:3000";
// vitest puts its own meaning into BASE_URL
if (!URL.canParse(process.env.BASE_URL ?? "")) process.env.BASE_URL = testOrigin;
process.env.MILLRACE_SECRET ??= "for tests only: 0123456789abcdefghijklmnopqrstuvwxyz";
export const testPassword = "a fine long passphrase";

let hash: Promise<string> | undefined;

/** A user with a password, member of an organisation, signed in as a browser is. */
export async function signInAs(orgId: string | null, role: Role): Promise<Person> {
  hash ??= hashPassword(testPassword);
  const userId = newId();
  const email = `${role}-${userId}@people.example`;
  await authDb().user.create({
    data: { id: userId, name: `${role} of ${orgId?.slice(0, 8) ?? "nowhere"}`, email, emailVerified: true },
  });
  await authDb().account.create({
    data: { id: newId(), userId, accountId: userId, providerId: "credential", password: await hash },
  });
  if (orgId !== null) await authDb().member.create({ data: { id: newId(), organizationId: orgId, userId, role } });
  return { userId, email, cookie: await cookieOf(email) };
}

export async function cookieOf(email: string, password = testPassword): Promise<string> {
  const response = await handleAuth(authPost("/sign-in/email", { email, password }));
  if (!response.ok) throw new Error(`${email} can't sign in: ${response.status} ${await response.text()}`);
  return cookiesIn(response);
}

export const cookiesIn = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");

let asked = 0;

/** As our own page would post it; each from another address, so that nobody runs into the limit of attempts. */
export function authPost(path: string, body: object, headers: Record<string, string> = {}): Request {
  asked += 1;
  return new Request(`${testOrigin}/api/auth${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: testOrigin,
      host: "localhost:3000",
      "x-millrace-peer": `127.0.${Math.floor(asked / 250)}.${(asked % 250) + 1}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
}
