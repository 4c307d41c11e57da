import { beforeEach, describe, expect, test } from "vitest";
import { replaceClock } from "#server/clock.ts";
import { authDb } from "#server/db/with-org.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { authPost, cookiesIn, testOrigin, testPassword } from "#server/testing/with-people.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureDemoWorkspace } from "./demo-workspace.ts";
import { handleAuth } from "./handle-auth.ts";
import { readSession } from "./session.ts";
import { ensureSetupToken } from "./setup-token.ts";
import { createSignInLink } from "./sign-in-link.ts";

withDatabase();
withTwins();

const embedded = { embedded: true, baseUrl: testOrigin };
const external = { embedded: false, baseUrl: testOrigin };
const owner = { name: "Ada", email: "Ada@people.example", password: testPassword, organisation: "Ada & Co" };

beforeEach(async () => {
  await authDb().user.deleteMany({ where: { email: "ada@people.example" } });
  await authDb().rateLimit.deleteMany();
});

const tokenIn = (url: string | undefined): string => url?.split("#")[1] ?? "";
const useLink = (token: string, headers: Record<string, string> = {}) =>
  handleAuth(authPost("/sign-in/link", { token }, headers));

describe("a sign-in link", () => {
  test("signs the demo user into the demo workspace, once", async () => {
    const link = await createSignInLink(embedded);
    expect(link?.url).toMatch(/^http:\/\/localhost:3000\/sign-in\/link#[\w-]{43}$/);
    const answer = await useLink(tokenIn(link?.url));
    expect(answer.status).toBe(200);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^millrace\.session_token=[^;]+;.*HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const { signedIn } = await readSession(new Headers({ cookie: cookiesIn(answer) }));
    expect(signedIn?.membership).toMatchObject({ orgName: "Demo workspace", role: "owner" });
    expect((await useLink(tokenIn(link?.url))).status).toBe(403);
  });

  test("of two browsers at the same moment lets one in", async () => {
    const token = tokenIn((await createSignInLink(embedded))?.url);
    const answers = await Promise.all([useLink(token), useLink(token), useLink(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  });

  test("is stored as a hash only, and a newer one voids it", async () => {
    const first = tokenIn((await createSignInLink(embedded))?.url);
    const stored = JSON.stringify(await authDb().oneTimeToken.findMany());
    expect(stored).not.toContain(first);
    await createSignInLink(embedded);
    expect((await useLink(first)).status).toBe(403);
  });

  test("ends after 15 minutes", async () => {
    const token = tokenIn((await createSignInLink(embedded))?.url);
    const back = replaceClock({
      now: () => new Date(Date.now() + 15 * 60_000 + 1),
      monotonicMs: () => performance.now(),
    });
    expect((await useLink(token)).status).toBe(403);
    back();
  });

  test.each<[string, Record<string, string>]>([
    ["another machine", { "x-millrace-peer": "192.168.1.20" }],
    ["another name", { host: "millrace.example.com" }],
    ["a name that is made to lead here", { host: "evil.example:3000" }],
    ["a page elsewhere", { origin: "https://evil.example" }],
  ])("is refused from %s, and stays good for this machine", async (_from, headers) => {
    const token = tokenIn((await createSignInLink(embedded))?.url);
    expect((await useLink(token, headers)).status).toBe(403);
    expect((await useLink(token)).status).toBe(200);
  });

  test("is not spent by looking at its address", async () => {
    const token = tokenIn((await createSignInLink(embedded))?.url);
    await handleAuth(
      new Request(`${testOrigin}/api/auth/sign-in/link?token=${token}`, { headers: { host: "localhost:3000" } }),
    );
    expect((await useLink(token)).status).toBe(200);
  });

  test("neither exists nor works once somebody with a password owns an organisation", async () => {
    const token = tokenIn((await createSignInLink(embedded))?.url);
    const setup = await ensureSetupToken(external);
    await handleAuth(authPost("/set-up", { token: setup?.token ?? "", ...owner }));
    expect(await createSignInLink(embedded)).toBeNull();
    expect((await useLink(token)).status).toBe(403);
  });

  test("is not made on a database of one's own", async () => {
    expect(await createSignInLink(external)).toBeNull();
    expect(await ensureDemoWorkspace(external)).toBeNull();
  });
});

test("two starts at once make one demo workspace", async () => {
  const made = await Promise.all([ensureDemoWorkspace(embedded), ensureDemoWorkspace(embedded)]);
  expect(made[0]).toEqual(made[1]);
  expect(await authDb().organization.count({ where: { slug: "demo-workspace" } })).toBe(1);
});

describe("the set-up token", () => {
  test("makes the first owner, who is signed in and can sign in again", async () => {
    const setup = await ensureSetupToken(external);
    const answer = await handleAuth(authPost("/set-up", { token: setup?.token ?? "", ...owner }));
    expect(answer.status).toBe(200);
    const { signedIn } = await readSession(new Headers({ cookie: cookiesIn(answer) }));
    expect(signedIn).toMatchObject({
      user: { email: "ada@people.example" },
      membership: { orgName: "Ada & Co", role: "owner" },
    });
    expect((await handleAuth(authPost("/sign-in/email", { email: owner.email, password: testPassword }))).status).toBe(
      200,
    );
    expect(await ensureSetupToken(external), "there is an owner now").toBeNull();
  });

  test("is good once, and a weak password does not use it up", async () => {
    const { token = "" } = (await ensureSetupToken(external)) ?? {};
    const weak = await handleAuth(authPost("/set-up", { token, ...owner, password: "password12345" }));
    expect(weak.status).toBe(403);
    expect(await weak.json()).toMatchObject({ code: "weak-password" });
    expect((await handleAuth(authPost("/set-up", { token, ...owner }))).status).toBe(200);
    expect((await handleAuth(authPost("/set-up", { token, ...owner, email: "eve@people.example" }))).status).toBe(403);
  });

  test("can't be guessed into, and is not made for an embedded installation", async () => {
    await ensureSetupToken(external);
    expect((await handleAuth(authPost("/set-up", { token: "wrong", ...owner }))).status).toBe(403);
    expect(await ensureSetupToken(embedded)).toBeNull();
  });
});

describe("a password", () => {
  const signIn = (email: string, password: string, peer: string) =>
    handleAuth(authPost("/sign-in/email", { email, password }, { "x-millrace-peer": peer }));

  test("that is wrong and an account that does not exist get the same answer", async () => {
    const setup = await ensureSetupToken(external);
    await handleAuth(authPost("/set-up", { token: setup?.token ?? "", ...owner }));
    const [wrong, unknown] = [
      await signIn(owner.email, "wrong wrong wrong", "10.9.0.1"),
      await signIn("nobody@people.example", "wrong wrong wrong", "10.9.0.2"),
    ];
    expect(wrong.status).toBe(401);
    expect([unknown.status, await unknown.text()]).toEqual([wrong.status, await wrong.text()]);
  });

  test("may be tried five times in a quarter of an hour from one address, and IPv6 neighbours count as one", async () => {
    const statuses: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt++)
      statuses.push((await signIn("nobody@people.example", "wrong wrong wrong", `2001:db8:1:2::${attempt}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await signIn("nobody@people.example", "wrong wrong wrong", "2001:db8:1:3::1")).status).toBe(401);
  });
});
