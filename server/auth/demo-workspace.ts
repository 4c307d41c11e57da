import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";
import type { Env } from "#server/env.ts";
import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";

export interface DemoWorkspace {
  userId: string;
  orgId: string;
}

export const demoEmail = "demo@millrace.invalid";
const demoSlug = "demo-workspace";

/**
 * The workspace of an embedded installation: a user without a password, an organisation, sandboxes that are connected.
 * Safe to call at every start; null where a database of one's own is used.
 */
export async function ensureDemoWorkspace(env: Pick<Env, "embedded">): Promise<DemoWorkspace | null> {
  if (!env.embedded) return null;
  const demo = (await findDemo()) ?? (await createDemo());
  await ensureSandbox(demo.orgId);
  return demo;
}

async function findDemo(): Promise<DemoWorkspace | null> {
  const member = await authDb().member.findFirst({
    where: { user: { email: demoEmail }, organization: { slug: demoSlug } },
    select: { userId: true, organizationId: true },
  });
  return member && { userId: member.userId, orgId: member.organizationId };
}

async function createDemo(): Promise<DemoWorkspace> {
  const ids = { userId: newId(), orgId: newId() };
  try {
    await authDb().$transaction([
      authDb().user.create({ data: { id: ids.userId, name: "Demo", email: demoEmail, emailVerified: true } }),
      authDb().organization.create({ data: { id: ids.orgId, name: "Demo workspace", slug: demoSlug } }),
      authDb().member.create({
        data: { id: newId(), organizationId: ids.orgId, userId: ids.userId, role: "owner" },
      }),
    ]);
    return ids;
  } catch (error) {
    // two starts at once: the other one's is the workspace
    const made = await findDemo();
    if (made) return made;
    throw error;
  }
}
