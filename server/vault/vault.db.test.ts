import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { withOrgSql } from "#server/db/with-org.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { open } from "./open.ts";
import { seal } from "./seal.ts";
import { openText, sealText } from "./seal-text.ts";
import { secretFields } from "./secret-fields.ts";

withDatabase();

const first = "the first installation secret 0123456789";
const second = "the second installation secret 9876543210";
process.env.MILLRACE_SECRET = first;
afterEach(() => {
  process.env.MILLRACE_SECRET = first;
  delete process.env.MILLRACE_SECRET_PREVIOUS;
  vi.resetModules();
});

const place = () => ({ ownerId: randomUUID(), field: secretFields.accessToken });

test("a secret comes back as it was, and only its last four characters stand beside it", async () => {
  const org = randomUUID();
  const at = place();
  await seal(org, at, "a token with ümlauts 1234");
  expect(await open(org, at)).toBe("a token with ümlauts 1234");
  const row = await sealedRow(org, at.ownerId);
  expect(row).toMatchObject({ last_four: "1234" });
  expect(row?.sealed).not.toContain("token");
  expect(JSON.parse(Buffer.from(row?.sealed.split(".")[0] ?? "", "base64url").toString())).toMatchObject({
    alg: "dir",
    enc: "A256GCM",
    org,
    owner: at.ownerId,
    field: at.field,
    kv: 1,
  });
});

test("of a short secret nothing is shown", async () => {
  const org = randomUUID();
  const at = place();
  await seal(org, at, "short");
  expect(await sealedRow(org, at.ownerId)).toMatchObject({ last_four: "" });
});

test("a missing secret asks for a new connection", async () => {
  await expect(open(randomUUID(), place())).rejects.toMatchObject({ kind: "unauthorized", code: "secret-missing" });
});

test("a value that was moved to another row does not open", async () => {
  const org = randomUUID();
  const [a, b] = [place(), place()];
  await seal(org, a, "the token of a");
  await seal(org, b, "the token of b");
  const { sealed = "" } = (await sealedRow(org, a.ownerId)) ?? {};
  await withOrgSql(org, (client) =>
    client.query("update secret set sealed = $2 where owner_id = $1", [b.ownerId, sealed]),
  );
  await expect(open(org, b)).rejects.toMatchObject({ code: "secret-does-not-open" });
});

test("a value that was moved to another field does not open", async () => {
  const org = randomUUID();
  const at = place();
  await seal(org, at, "an access token");
  await withOrgSql(org, (client) =>
    client.query("update secret set field = 'refresh_token' where owner_id = $1", [at.ownerId]),
  );
  await expect(open(org, { ...at, field: secretFields.refreshToken })).rejects.toMatchObject({
    code: "secret-does-not-open",
  });
});

test("a value that was moved to another organisation does not open, even with that organisation's key copied too", async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const at = place();
  await seal(a, at, "the token of a");
  await seal(b, at, "the token of b");
  const { sealed = "" } = (await sealedRow(a, at.ownerId)) ?? {};
  const wrapped = await wrappedKey(a);
  await withOrgSql(b, async (client) => {
    await client.query("update secret set sealed = $2 where owner_id = $1", [at.ownerId, sealed]);
  });
  await expect(open(b, at)).rejects.toMatchObject({ code: "secret-does-not-open" });
  await withOrgSql(b, (client) => client.query("update org_key set wrapped = $1", [wrapped]));
  const fresh = await freshVault();
  await expect(fresh.open(b, at)).rejects.toMatchObject({ code: "secret-does-not-open" });
});

test("frozen text opens for its own purpose only", async () => {
  const org = randomUUID();
  const sealed = await sealText(org, "effect 1", "the bytes");
  expect(await openText(org, "effect 1", sealed)).toBe("the bytes");
  await expect(openText(org, "effect 2", sealed)).rejects.toMatchObject({ code: "secret-does-not-open" });
  await expect(openText(randomUUID(), "effect 1", sealed)).rejects.toThrow();
});

test("a changed character does not open", async () => {
  const org = randomUUID();
  const parts = (await sealText(org, "x", "the bytes")).split(".");
  parts[3] = `${parts[3]?.startsWith("A") ? "B" : "A"}${parts[3]?.slice(1)}`;
  await expect(openText(org, "x", parts.join("."))).rejects.toMatchObject({ code: "secret-does-not-open" });
});

test("only dir and A256GCM are read", async () => {
  const header = Buffer.from(JSON.stringify({ alg: "none", enc: "none", kid: "1" })).toString("base64url");
  const org = randomUUID();
  await sealText(org, "x", "so that there is a key");
  await expect(openText(org, "x", `${header}....`)).rejects.toMatchObject({ code: "secret-does-not-open" });
});

test("while the installation's secret is rotated both are read, and re-wrapping makes the old one needless", async () => {
  const org = randomUUID();
  const at = place();
  await seal(org, at, "sealed under the first");

  process.env.MILLRACE_SECRET = second;
  const without = await freshVault();
  await expect(without.open(org, at), "the new secret alone can't read it").rejects.toMatchObject({
    code: "data-key-unreadable",
  });

  process.env.MILLRACE_SECRET_PREVIOUS = first;
  const rotating = await freshVault();
  expect(await rotating.open(org, at)).toBe("sealed under the first");
  await rotating.seal(org, { ...at, field: secretFields.refreshToken }, "sealed meanwhile");
  expect(await rotating.rewrapKeys(org)).toEqual({ rewrapped: 1, remaining: 0 });
  expect(await rotating.rewrapKeys(org), "again there is nothing to do").toEqual({ rewrapped: 0, remaining: 0 });

  delete process.env.MILLRACE_SECRET_PREVIOUS;
  const after = await freshVault();
  expect(await after.open(org, at)).toBe("sealed under the first");
  expect(await after.open(org, { ...at, field: secretFields.refreshToken })).toBe("sealed meanwhile");
});

test("a rotation that was interrupted goes on where it stopped", async () => {
  const org = randomUUID();
  await sealText(org, "x", "makes version 1");
  const wrapped = await wrappedKey(org);
  await withOrgSql(org, (client) =>
    client.query(
      "insert into org_key (org_id, version, kek_id, wrapped) select org_id, 2, kek_id, $1 from org_key where version = 1",
      [wrapped],
    ),
  );
  process.env.MILLRACE_SECRET = second;
  process.env.MILLRACE_SECRET_PREVIOUS = first;
  const rotating = await freshVault();
  expect(await rotating.rewrapKeys(org, 1)).toEqual({ rewrapped: 1, remaining: 1 });
  // version 2 is a copy under the wrong label: it must not be re-wrapped into something that opens
  await expect(rotating.rewrapKeys(org, 1)).rejects.toMatchObject({ code: "secret-does-not-open" });
});

test("sealing is fast enough for every request of a busy worker", async () => {
  const org = randomUUID();
  const text = "x".repeat(1_500);
  for (let warm = 0; warm < 500; warm++) await sealText(org, "warm", text);
  const started = performance.now();
  const rounds = 2_000;
  await Promise.all(Array.from({ length: rounds }, (_, index) => sealText(org, `effect ${index}`, text)));
  const each = ((performance.now() - started) / rounds) * 1_000;
  console.log(`a seal of 1.5 kB takes ${each.toFixed(0)} µs`);
  // the goal is 100 µs; five times that allows for a machine that does other things too
  expect(each).toBeLessThan(500);
});

async function sealedRow(org: string, ownerId: string): Promise<{ sealed: string; last_four: string } | undefined> {
  return await withOrgSql(org, async (client) => {
    const { rows } = await client.query<{ sealed: string; last_four: string }>(
      "select sealed, last_four from secret where owner_id = $1",
      [ownerId],
    );
    return rows[0];
  });
}

async function wrappedKey(org: string): Promise<string> {
  return await withOrgSql(org, async (client) => {
    const { rows } = await client.query<{ wrapped: string }>("select wrapped from org_key where version = 1");
    return rows[0]?.wrapped ?? "";
  });
}

/** The vault of a process that has just started: no key is cached. */
async function freshVault() {
  vi.resetModules();
  const [opening, sealing, rewrapping] = await Promise.all([
    import("./open.ts"),
    import("./seal.ts"),
    import("./rewrap-keys.ts"),
  ]);
  return { open: opening.open, seal: sealing.seal, rewrapKeys: rewrapping.rewrapKeys };
}
