import { expect, test } from "vitest";
import { hashPassword, objectionToPassword, verifyPassword } from "./passwords.ts";

test("a password verifies against its own hash only", async () => {
  const hash = await hashPassword("correct horse battery staple");
  expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]+\$[\w-]+$/);
  expect(await verifyPassword({ hash, password: "correct horse battery staple" })).toBe(true);
  expect(await verifyPassword({ hash, password: "correct horse battery stapl" })).toBe(false);
});

test("two hashes of one password differ", async () => {
  expect(await hashPassword("correct horse battery staple")).not.toBe(
    await hashPassword("correct horse battery staple"),
  );
});

test("more at once than may be worked on all finish", async () => {
  const hash = await hashPassword("correct horse battery staple");
  const verdicts = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      verifyPassword({ hash, password: index % 2 ? "wrong" : "correct horse battery staple" }),
    ),
  );
  expect(verdicts).toEqual([true, false, true, false, true, false, true, false, true, false]);
});

test.each(["", "garbage", "scrypt$1$1$1$AA$AA", "$$$$$"])(
  "a stored value %j that is no hash of ours accepts nothing",
  async (hash) => {
    expect(await verifyPassword({ hash, password: "correct horse battery staple" })).toBe(false);
  },
);

test.each(["short", "password1234567", "Qwertyuiop123", "aaaaaaaaaaaaaaaa", "1234567890123", "x".repeat(129)])(
  "%s is refused",
  (password) => {
    expect(objectionToPassword(password)).not.toBeNull();
  },
);

test.each(["correct horse battery staple", "ein sehr langer Satz mit Wörtern", "kJ8#mQ2$vL9!"])(
  "%s is accepted",
  (password) => {
    expect(objectionToPassword(password)).toBeNull();
  },
);
