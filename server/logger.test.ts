import { expect, test } from "vitest";
import { createLogger, type LogFields } from "#server/logger.ts";

function logged(fields: LogFields): string {
  let text = "";
  createLogger("test", { write: (line) => (text += line) }).error(fields, "something failed");
  return text;
}

test("a line says its room, its sentence and its fields", () => {
  expect(JSON.parse(logged({ run: "r1", durationMs: 3 }))).toMatchObject({
    room: "test",
    msg: "something failed",
    run: "r1",
    durationMs: 3,
  });
});

test("a field that is not on the list is dropped, even when the type was bypassed", () => {
  const smuggled = { run: "r1", body: "canary", headers: { authorization: "canary" } };
  expect(logged(smuggled)).not.toContain("canary");
});

test("a path is logged without its query string", () => {
  expect(logged({ path: "/hooks/abc?token=canary" })).not.toContain("canary");
});

test.each([
  "connect to postgresql://millrace:canary@127.0.0.1/db failed",
  "GET https://api.example/x?access_token=canary",
  "Authorization: Bearer canary",
  '{"client_secret":"canary"}',
  "password=canary",
  "eyJhbGciOiJIUzI1NiJ9.canary.canary",
])("an error's message loses its secret: %s", (message) => {
  const line = logged({ error: new Error(message) });
  expect(line).not.toContain("canary");
  expect(JSON.parse(line).error.name).toBe("Error");
});
