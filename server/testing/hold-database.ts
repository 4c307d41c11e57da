import { startEmbedded } from "#server/db/embedded.ts";

// A launcher in miniature, for tests that kill it: holds the embedded database of a folder until it is told to stop.
const [dir = ""] = process.argv.slice(2);
const database = await startEmbedded({ dir });
process.send?.({ url: database.url(), port: database.port, joined: database.joined });
process.once("message", async () => {
  await database.stop();
  process.disconnect();
});
