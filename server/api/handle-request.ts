import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { withClientAddress } from "#server/auth/client-address.ts";
import { isOwnOrigin } from "#server/auth/origins.ts";
import { createLogger } from "#server/logger.ts";
import { createContext } from "./context.ts";
import { appRouter } from "./router.ts";
import { faultIn } from "./to-trpc-error.ts";

const log = createLogger("api");

/** `/api/trpc/…`: queries by GET, everything that changes something by POST from our own pages, with JSON. */
export async function handleRequest(request: Request): Promise<Response> {
  const objection = objectionTo(request);
  if (objection) return new Response(objection, { status: 403, headers: { "content-type": "text/plain" } });
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: withClientAddress(request),
    router: appRouter,
    createContext: ({ req, resHeaders }) => createContext(req.headers, resHeaders),
    onError: ({ error, path }) => {
      const fault = faultIn(error);
      if (fault && fault.kind !== "bug") return;
      if (error.code === "INTERNAL_SERVER_ERROR")
        log.error({ error: error.cause ?? error, path: path ?? "" }, "a procedure failed");
    },
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
  });
}

/** A form or a page elsewhere can make a browser send a request with its cookies, but not with this type and our Origin. */
function objectionTo(request: Request): string | null {
  if (request.method === "GET") return null;
  if (request.method !== "POST") return "Only GET and POST are answered.";
  if (!(request.headers.get("content-type") ?? "").startsWith("application/json")) return "Only JSON is accepted.";
  return isOwnOrigin(request.headers) ? null : "This request does not come from this installation's pages.";
}
