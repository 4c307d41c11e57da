import { authDb } from "#server/db/with-org.ts";

/** Somebody who can sign in without a link owns an organisation here: from then on links and set-up tokens are refused. */
export async function hasRealOwner(): Promise<boolean> {
  const owner = await authDb().member.findFirst({
    where: { role: "owner", user: { accounts: { some: { password: { not: null } } } } },
    select: { id: true },
  });
  return owner !== null;
}
