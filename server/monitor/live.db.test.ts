import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { inTransaction } from "#server/db/with-org.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { publishLive } from "./live.ts";
import { listenLive } from "./live-listen.ts";

const database = withDatabase();

test("a screen hears what changed in its organisation and nothing of another's", async () => {
  const [mine, other] = [randomUUID(), randomUUID()];
  const stop = new AbortController();
  const changes = listenLive(mine, stop.signal);
  expect((await changes.next()).value, "the line is open").toEqual({ topic: "resync", ids: [] });
  publishLive(other, "run", ["theirs"]);
  publishLive(mine, "run", ["a"]);
  publishLive(mine, "run", ["b"]);
  publishLive(mine, "run", ["a"]);
  expect((await changes.next()).value, "coalesced").toEqual({ topic: "run", ids: ["a", "b"] });
  stop.abort();
  expect((await changes.next()).done).toBe(true);
});

test("two screens share a connection, and both hear", async () => {
  const org = randomUUID();
  const stop = new AbortController();
  const [a, b] = [listenLive(org, stop.signal), listenLive(org, stop.signal)];
  const heard = Promise.all([a.next(), b.next()]);
  await heard;
  publishLive(org, "flow", ["x"]);
  expect((await Promise.all([nextOf(a, "flow"), nextOf(b, "flow")])).map((change) => change.ids)).toEqual([
    ["x"],
    ["x"],
  ]);
  const { rows } = await inTransaction((client) =>
    client.query<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where application_name = 'millrace live' and datname = current_database()",
    ),
  );
  expect(rows[0]?.count).toBe(1);
  stop.abort();
  await Promise.all([a.return(undefined), b.return(undefined)]);
});

test("a line that broke is told to read everything again", async () => {
  const org = randomUUID();
  const stop = new AbortController();
  const changes = listenLive(org, stop.signal);
  await changes.next();
  const login = new pg.Client({ connectionString: database.url });
  await login.connect();
  await login.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'millrace live' and datname = current_database()",
  );
  await login.end();
  expect((await changes.next()).value).toEqual({ topic: "resync", ids: [] });
  publishLive(org, "run", ["after"]);
  expect((await nextOf(changes, "run")).ids).toEqual(["after"]);
  stop.abort();
  await changes.return(undefined);
});

async function nextOf(changes: AsyncGenerator<{ topic: string; ids: string[] }>, topic: string) {
  for (;;) {
    const { value } = await changes.next();
    if (value?.topic === topic) return value;
  }
}
