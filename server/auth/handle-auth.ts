import { auth } from "./auth.ts";
import { withClientAddress } from "./client-address.ts";
import { isOwnOrigin } from "./origins.ts";

/**
 * `/api/auth/…`: better-auth's endpoints and ours among them. Like everything that changes something they answer our own
 * pages only; better-auth by itself asks for an Origin only where there is a cookie already.
 */
export async function handleAuth(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isOwnOrigin(request.headers)) {
    return Response.json({ code: "foreign-origin", message: "This request does not come from this installation's pages." }, { status: 403 });
  }
  return await auth().handler(withClientAddress(request));
}
