import { catalogue } from "#nodes/catalogue.ts";
import { procedure } from "../trpc.ts";

/** Everything that can be drawn. */
export const get = procedure.needs("flows.read").query(() => catalogue);
