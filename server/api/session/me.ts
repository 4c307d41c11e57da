import { may, type Right, rights } from "#server/auth/rights.ts";
import { listMemberships } from "#server/auth/session.ts";
import { readLaunchEnv } from "#server/env.ts";
import { procedure } from "../trpc.ts";

/** Who is signed in, where, and what they may do: screens hide what the server would refuse. */
export const me = procedure.signedIn.query(async ({ ctx }) => {
  const { user, membership } = ctx.signedIn;
  const organisations = await listMemberships(user.id);
  return {
    user,
    membership,
    organisations: organisations.map(({ orgId, orgName, role }) => ({ id: orgId, name: orgName, role })),
    rights: membership ? allRights.filter((right) => may(membership.role, right)) : [],
    /** One machine, a demo workspace: the screens say how to get a new link. */
    embedded: readLaunchEnv().embedded,
  };
});

const allRights = Object.keys(rights).filter((name): name is Right => Object.hasOwn(rights, name));
