import { templates } from "#nodes/templates/index.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.needs("flows.read").query(() => [...templates]);
