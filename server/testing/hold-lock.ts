import { exclusively } from "#server/exclusive.mjs";

// Takes a lock and keeps it, for a test that kills it.
const [dir = ""] = process.argv.slice(2);
await exclusively({ dir, name: "work", waitMs: 20_000 }, async () => {
  process.send?.("held");
  await new Promise(() => setInterval(() => {}, 60_000));
});
