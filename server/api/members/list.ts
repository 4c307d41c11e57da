import { listMembers } from "#server/auth/list-members.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.needs("members.read").query(({ ctx }) => listMembers(ctx.orgId));
