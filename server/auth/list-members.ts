import { authDb } from "#server/db/with-org.ts";
import { isRole, type Role } from "./rights.ts";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
}

export async function listMembers(orgId: string): Promise<MemberRow[]> {
  const members = await authDb().member.findMany({
    where: { organizationId: orgId },
    select: { role: true, createdAt: true, user: { select: { id: true, name: true, email: true } } },
    orderBy: { createdAt: "asc" },
  });
  return members.flatMap(({ role, createdAt, user }) =>
    isRole(role) ? [{ userId: user.id, name: user.name, email: user.email, role, since: createdAt }] : [],
  );
}
