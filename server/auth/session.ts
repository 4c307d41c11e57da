import { clock } from "#server/clock.ts";
import { authDb } from "#server/db/with-org.ts";
import { auth } from "./auth.ts";
import { authSettings } from "./auth-settings.ts";
import { isRole, type Role } from "./rights.ts";

export interface SignedIn {
  sessionId: string;
  user: { id: string; name: string; email: string };
  /** Signed in at; asked for by what needs a fresh sign-in. */
  since: Date;
  /** Null: no member of any organisation (any more). */
  membership: Membership | null;
}

export interface Membership {
  orgId: string;
  orgName: string;
  role: Role;
}

/**
 * Who asks, and as what. The session is read from the database and so is the membership, on every request: a role that was
 * taken away a moment ago is gone. `cookies` are Set-Cookie values that prolong the session in the browser.
 */
export async function readSession(headers: Headers): Promise<{ signedIn: SignedIn | null; cookies: string[] }> {
  if (!headers.has("cookie")) return { signedIn: null, cookies: [] };
  const { response, headers: set } = await auth().api.getSession({ headers, returnHeaders: true });
  if (!response || clock.now().getTime() - response.session.createdAt.getTime() > authSettings.sessionMostMs) {
    return { signedIn: null, cookies: [] };
  }
  const { session, user } = response;
  return {
    signedIn: {
      sessionId: session.id,
      user: { id: user.id, name: user.name, email: user.email },
      since: session.createdAt,
      membership: await readMembership(user.id, session.activeOrganizationId ?? null),
    },
    cookies: set.getSetCookie(),
  };
}

/** Of the organisation the session is in; every request asks again. */
export async function readMembership(userId: string, orgId: string | null): Promise<Membership | null> {
  if (orgId === null) return null;
  const member = await authDb().member.findUnique({
    where: { organizationId_userId: { organizationId: orgId, userId } },
    select: { role: true, organization: { select: { id: true, name: true } } },
  });
  if (!member || !isRole(member.role)) return null;
  return { orgId: member.organization.id, orgName: member.organization.name, role: member.role };
}

/** All organisations somebody may switch to. */
export async function listMemberships(userId: string): Promise<Membership[]> {
  const members = await authDb().member.findMany({
    where: { userId },
    select: { role: true, organization: { select: { id: true, name: true } } },
    orderBy: { organization: { name: "asc" } },
  });
  return members.flatMap(({ role, organization }) =>
    isRole(role) ? [{ orgId: organization.id, orgName: organization.name, role }] : [],
  );
}
