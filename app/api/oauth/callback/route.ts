import { answerCallback } from "#server/oauth/callback.ts";

export const dynamic = "force-dynamic";
export { answerCallback as GET };
