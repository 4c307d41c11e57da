import { inTransaction } from "#server/db/with-org.ts";

/**
 * Tells open screens that something changed: ids only, coalesced to ten times a second, outside every transaction of
 * the runtime, because NOTIFY takes a global lock at commit.
 */
const coalesceMs = 100;
const idsMost = 50;

declare global {
  var millraceLive: { pending: Map<string, Set<string>>; timer: NodeJS.Timeout | null } | undefined;
}

export function publishLive(orgId: string, topic: string, ids: string[]): void {
  globalThis.millraceLive ??= { pending: new Map(), timer: null };
  const live = globalThis.millraceLive;
  const key = `${orgId} ${topic}`;
  const known = live.pending.get(key) ?? new Set();
  for (const id of ids) if (known.size < idsMost) known.add(id);
  live.pending.set(key, known);
  live.timer ??= setTimeout(() => void flush(), coalesceMs);
  live.timer.unref();
}

async function flush(): Promise<void> {
  const live = globalThis.millraceLive;
  if (!live) return;
  live.timer = null;
  const messages = [...live.pending].map(([key, ids]) => {
    const [org = "", topic = ""] = key.split(" ");
    return JSON.stringify({ org, topic, ids: [...ids] });
  });
  live.pending.clear();
  await inTransaction((client) =>
    client.query({
      name: "publish-live",
      text: "select pg_notify('mr_live', m) from unnest($1::text[]) as m",
      values: [messages],
    }),
  ).catch(() => {
    // A screen that misses a message reads again at its next one; the runtime never waits for screens.
  });
}
