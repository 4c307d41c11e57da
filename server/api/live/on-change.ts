import { readMembership, readSession } from "#server/auth/session.ts";
import { listenLive } from "#server/monitor/live-listen.ts";
import { procedure } from "../trpc.ts";

const checkAgainMs = 60_000;

/**
 * Ids of what changed in this organisation, as server-sent events; the first one says that the line is open. Every minute
 * session and membership are looked at again: who was removed hears nothing more.
 */
export const onChange = procedure.needs("flows.read").subscription(async function* ({ ctx, signal }) {
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal?.addEventListener("abort", stop, { once: true });
  const guard = setInterval(
    () => void stillHere(ctx.headers, ctx.orgId).then((here) => here || stop(), stop),
    checkAgainMs,
  );
  try {
    yield { topic: "open", ids: [] };
    yield* listenLive(ctx.orgId, ended.signal);
  } finally {
    clearInterval(guard);
    stop();
  }
});

async function stillHere(headers: Headers, orgId: string): Promise<boolean> {
  const { signedIn } = await readSession(headers);
  return signedIn !== null && (await readMembership(signedIn.user.id, orgId)) !== null;
}
