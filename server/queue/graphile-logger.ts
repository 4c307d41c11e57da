import { Logger as GraphileLogger } from "graphile-worker";
import type { Logger } from "#server/logger.ts";

/** graphile-worker speaks only when something is wrong: its job chatter would drown a log at thousands of hints. */
export const toGraphileLogger = (log: Logger): GraphileLogger =>
  new GraphileLogger(() => (level, message) => {
    if (level === "error") log.error({}, message);
    else if (level === "warning") log.warn({}, message);
  });
