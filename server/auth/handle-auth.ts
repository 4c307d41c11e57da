import { auth } from "./auth.ts";
import { withClientAddress } from "./client-address.ts";
import { isOwnOrigin } from "./origins.ts";

/**
 * The endpoints of better-auth that this product uses, and ours among them. A list of what is open, not of what is closed:
 * a door that a later version brings stays shut until somebody has judged it.
 */
export const openPaths: readonly string[] = [
  "/get-session",
  "/sign-in/email",
  "/sign-in/link",
  "/sign-out",
  "/set-up",
  "/switch-organisation",
  "/change-password",
  "/update-user",
  "/list-sessions",
  "/revoke-session",
  "/revoke-sessions",
  "/revoke-other-sessions",
  "/organization/update",
  "/organization/invite-member",
  "/organization/cancel-invitation",
  "/organization/accept-invitation",
  "/organization/reject-invitation",
  "/organization/update-member-role",
  "/organization/remove-member",
  "/organization/leave",
];

const base = "/api/auth";

/**
 * `/api/auth/…`. Like everything that changes something these endpoints answer our own pages only; better-auth by itself
 * asks for an Origin only where there is a cookie already.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(base.length);
  if (!openPaths.includes(path)) return refuse(404, "unknown-endpoint", "There is no such endpoint.");
  if (request.method !== "GET" && !isOwnOrigin(request.headers)) {
    return refuse(403, "foreign-origin", "This request does not come from this installation's pages.");
  }
  return await auth().handler(withClientAddress(request));
}

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status });
