import http from "node:http";
import pg from "pg";
import { verifyDelivery } from "#nodes/_kit/verify/verify.ts";
import { newId } from "#server/db/uuid.ts";
import { createBatcher } from "./batcher.ts";
import { webhook } from "./connector.ts";

/** The limit's door: verify, parse, one statement for event, dedupe key and wake, then 200. */
const { LIMIT_DATABASE_URL: connectionString, LIMIT_SECRET: secret = "" } = process.env;
const pool = new pg.Pool({ connectionString, max: 4, options: "-c synchronous_commit=on" });

interface Incoming {
  org: number;
  key: string;
  body: string;
}

const record = createBatcher<Incoming>(200, async (events) => {
  await pool.query({
    name: "record",
    text: `with e as (
             insert into limit_event (id, org, key, body)
             select * from unnest($1::uuid[], $2::int[], $3::text[], $4::json[]) on conflict do nothing returning id
           )
           select graphile_worker.add_job('limit', (select json_build_object('ids', json_agg(id)) from e), max_attempts => 1)
            where exists (select from e)`,
    values: [
      events.map(() => newId()),
      events.map((event) => event.org),
      events.map((event) => event.key),
      events.map((event) => event.body),
    ],
  });
});

const server = http.createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const body = Buffer.concat(chunks);
    const url = `http://${req.headers.host}${req.url}`;
    const verdict = verifyDelivery(
      webhook.verify,
      { method: "POST", url, headers: req.headersDistinct, body },
      [secret],
      new Date(),
    );
    if (!verdict.ok) return void res.writeHead(401).end();
    const text = body.toString("utf8");
    const event: { id: string } = JSON.parse(text);
    record({ org: Number(url.slice(url.lastIndexOf("/") + 1)), key: event.id, body: text }).then(
      () => res.writeHead(200).end(),
      () => res.writeHead(503).end(),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});

process.once("SIGTERM", () => process.exit(0));
