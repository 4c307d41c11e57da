import { describe, expect, test } from "vitest";
import type { VerifyScheme } from "./scheme.ts";
import { signDelivery } from "./sign.ts";
import { type SignedDelivery, verifyDelivery } from "./verify.ts";

const timed: VerifyScheme = {
  kind: "hmac-sha256",
  encoding: "base64",
  signatureHeader: "x-signature-v3",
  timestamp: { header: "x-timestamp", unit: "ms", toleranceMs: 300_000 },
  signed: ["method", "url", "body", "timestamp"],
};
const plain: VerifyScheme = { ...timed, encoding: "hex", timestamp: null, signed: ["body"] };

const now = new Date("2026-11-20T12:00:00Z");
const secret = "the-app-secret";
const body = Buffer.from('[{"a":"ä"}]');

function signed(scheme: VerifyScheme, at = now): SignedDelivery {
  const delivery = { method: "POST", url: "https://millrace.example/hooks/abc", body };
  const headers = signDelivery(scheme, delivery, secret, at);
  return { ...delivery, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) };
}

describe.each([
  ["with a signed time", timed],
  ["over the body alone", plain],
])("%s", (_title, scheme) => {
  test("what was signed verifies", () => {
    expect(verifyDelivery(scheme, signed(scheme), [secret], now)).toEqual({ ok: true });
  });

  test("a changed byte fails", () => {
    const delivery = signed(scheme);
    const changed = Buffer.from(delivery.body);
    changed[3] = 98;
    expect(verifyDelivery(scheme, { ...delivery, body: changed }, [secret], now)).toMatchObject({ ok: false });
  });

  test("the old secret is still good while it is rotated", () => {
    expect(verifyDelivery(scheme, signed(scheme), ["a-newer-secret", secret], now).ok).toBe(true);
    expect(verifyDelivery(scheme, signed(scheme), ["a-newer-secret"], now)).toEqual({
      ok: false,
      reason: "wrong-signature",
    });
  });

  test("no secret accepts nothing", () => {
    expect(verifyDelivery(scheme, signed(scheme), [], now)).toEqual({ ok: false, reason: "no-secret" });
    expect(verifyDelivery(scheme, signed(scheme), [""], now)).toEqual({ ok: false, reason: "no-secret" });
  });

  test("a doubled signature header is refused, also under another spelling", () => {
    const delivery = signed(scheme);
    const value = delivery.headers[scheme.signatureHeader] ?? [];
    const twice = { ...delivery.headers, [scheme.signatureHeader]: [...value, ...value] };
    const spelled = { ...delivery.headers, [scheme.signatureHeader.toUpperCase()]: value };
    for (const headers of [twice, spelled])
      expect(verifyDelivery(scheme, { ...delivery, headers }, [secret], now)).toEqual({
        ok: false,
        reason: "doubled-header",
      });
  });

  test("one of several signatures may match, but not of more than eight", () => {
    const delivery = signed(scheme);
    const right = delivery.headers[scheme.signatureHeader]?.[0] ?? "";
    const among = (count: number) => [[...Array<string>(count - 1).fill("wrong"), right].join(", ")];
    const judge = (value: string[]) =>
      verifyDelivery(
        scheme,
        { ...delivery, headers: { ...delivery.headers, [scheme.signatureHeader]: value } },
        [secret],
        now,
      );
    expect(judge(among(8)).ok).toBe(true);
    expect(judge(among(9))).toEqual({ ok: false, reason: "too-many-signatures" });
    expect(judge([""])).toEqual({ ok: false, reason: "no-signature" });
    expect(judge([`${right}\u0000`]).ok).toBe(false);
  });
});

test("another URL or method fails where they are signed", () => {
  expect(verifyDelivery(timed, { ...signed(timed), url: "https://millrace.example/hooks/abd" }, [secret], now).ok).toBe(
    false,
  );
  expect(verifyDelivery(timed, { ...signed(timed), method: "PUT" }, [secret], now).ok).toBe(false);
});

test("a time outside the tolerance is refused, on both sides", () => {
  const judge = (offsetMs: number) =>
    verifyDelivery(timed, signed(timed, new Date(now.getTime() + offsetMs)), [secret], now);
  expect(judge(-300_000).ok).toBe(true);
  expect(judge(-300_001)).toEqual({ ok: false, reason: "stale-timestamp" });
  expect(judge(300_001)).toEqual({ ok: false, reason: "stale-timestamp" });
});

test.each(["", "now", "1e3", "-5", "12.5"])("the time %j is refused", (text) => {
  const delivery = signed(timed);
  const headers = { ...delivery.headers, "x-timestamp": [text] };
  expect(verifyDelivery(timed, { ...delivery, headers }, [secret], now)).toEqual({
    ok: false,
    reason: "bad-timestamp",
  });
});
