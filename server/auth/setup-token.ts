import { Fault } from "#nodes/_core/fault.ts";
import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";
import type { Env } from "#server/env.ts";
import { authSettings } from "./auth-settings.ts";
import { consumeToken, createToken } from "./one-time-token.ts";
import { hasRealOwner } from "./owners.ts";
import { hashPassword, objectionToPassword } from "./passwords.ts";

/** The token with which the first person sets up an installation on a database of its own. Null once there is an owner. */
export async function ensureSetupToken(
  env: Pick<Env, "embedded" | "baseUrl">,
): Promise<{ token: string; url: string } | null> {
  if (env.embedded || (await hasRealOwner())) return null;
  const token = await createToken("set-up", null, authSettings.setupMs);
  return { token, url: `${env.baseUrl}/set-up` };
}

export interface NewOwner {
  name: string;
  email: string;
  password: string;
  organisation: string;
}

/** Creates the first owner and organisation. A wrong password does not use the token up; success does, for ever. */
export async function setUpOwner(token: string, owner: NewOwner): Promise<{ userId: string; orgId: string }> {
  const objection = objectionToPassword(owner.password);
  if (objection) throw refused("weak-password", objection, "Choose another password.");
  const password = await hashPassword(owner.password);
  if ((await hasRealOwner()) || !(await consumeToken("set-up", token))) {
    throw refused(
      "set-up-refused",
      "This set-up token is not valid.",
      "Start the server again: it prints a new one until there is an owner.",
    );
  }
  const ids = { userId: newId(), orgId: newId() };
  const email = owner.email.toLowerCase();
  await authDb().$transaction([
    authDb().user.create({ data: { id: ids.userId, name: owner.name, email, emailVerified: true } }),
    authDb().account.create({
      data: { id: newId(), userId: ids.userId, accountId: ids.userId, providerId: "credential", password },
    }),
    authDb().organization.create({
      data: { id: ids.orgId, name: owner.organisation, slug: `${slugOf(owner.organisation)}-${ids.orgId.slice(-6)}` },
    }),
    authDb().member.create({ data: { id: newId(), organizationId: ids.orgId, userId: ids.userId, role: "owner" } }),
  ]);
  return ids;
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40) || "organisation";

const refused = (code: string, message: string, fix: string): Fault =>
  new Fault({ kind: "rejected", code, message, fix });
