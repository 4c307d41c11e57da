import { describe, expect, test } from "vitest";
import { EnvError, readEnv, readLaunchEnv, toVariables } from "#server/env.ts";

const secret = "k3J9-wQ2x_Lm7Zt5Rb1Vc8Nf4Hd6Gs0Ya";

describe("a wrong value stops the start with a sentence that names it", () => {
  test.each([
    ["PORT", "eighty", /PORT must be a whole number from 1 to 65535/],
    ["PORT", "70000", /PORT must be a whole number from 1 to 65535/],
    ["HOST", "127.0.0.1/x", /HOST must be an address or a host name/],
    ["BASE_URL", "https://a.example/path", /BASE_URL must be where browsers reach/],
    ["BASE_URL", "ftp://a.example", /BASE_URL must be/],
    ["DATABASE_URL", "mysql://localhost/x", /DATABASE_URL must be a PostgreSQL address/],
    ["DATABASE_URL", "postgresql://localhost", /DATABASE_URL must be a PostgreSQL address/],
    ["MILLRACE_SECRET", "short", /MILLRACE_SECRET must be at least 32 random characters/],
    ["MILLRACE_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", /MILLRACE_SECRET/],
    ["MILLRACE_SECRET", `change-me-${secret}`, /MILLRACE_SECRET/],
    ["EGRESS_ALLOW", "erp.internal", /EGRESS_ALLOW must be a list of host:port/],
    ["TRUSTED_PROXIES", "-1", /TRUSTED_PROXIES must be a whole number/],
    ["LOG_LEVEL", "loud", /LOG_LEVEL must be one of trace, debug/],
    ["REALTIME_CONCURRENCY", "0", /REALTIME_CONCURRENCY must be a whole number from 1 to 500/],
    ["STANDARD_CONCURRENCY", "1.5", /STANDARD_CONCURRENCY/],
    ["BATCH_CONCURRENCY", "many", /BATCH_CONCURRENCY/],
  ])("%s=%s", (name, value, sentence) => {
    const read = () => readLaunchEnv({ [name]: value });
    expect(read).toThrow(EnvError);
    expect(read).toThrow(sentence);
  });

  test("all of them are named at once", () => {
    expect(() => readLaunchEnv({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT [\s\S]*LOG_LEVEL/);
  });

  test("the value of a secret is not repeated", () => {
    expect(() => readLaunchEnv({ MILLRACE_SECRET: "hunter2" })).not.toThrow(/hunter2/);
  });
});

test("nothing needs to be set", () => {
  expect(readLaunchEnv({})).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    baseUrl: "http://localhost:3000",
    databaseUrl: undefined,
    secret: undefined,
    dataDir: ".data",
    egressAllow: [],
    embedded: false,
  });
});

test("an empty value counts as absent", () => {
  expect(readLaunchEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: undefined });
});

test("a process without a database address says who sets it", () => {
  expect(() => readEnv({ MILLRACE_SECRET: secret })).toThrow(/DATABASE_URL is missing. Start with npm start/);
  expect(() => readEnv({ DATABASE_URL: "postgres://h/d" })).toThrow(/MILLRACE_SECRET is missing/);
});

test("a child process reads back what the launcher read", () => {
  const env = readEnv({
    DATABASE_URL: "postgres://h/d",
    MILLRACE_SECRET: secret,
    EGRESS_ALLOW: "ERP.internal:8443, [fd00::1]:443",
    MILLRACE_EMBEDDED: "1",
    BASE_URL: "https://millrace.example.com/",
  });
  expect(env.egressAllow).toEqual([
    { host: "erp.internal", port: 8443 },
    { host: "fd00::1", port: 443 },
  ]);
  expect(readEnv(toVariables(env))).toEqual(env);
});
