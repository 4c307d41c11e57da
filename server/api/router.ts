import { breakers } from "./breakers/router.ts";
import { catalogue } from "./catalogue/router.ts";
import { connections } from "./connections/router.ts";
import { flows } from "./flows/router.ts";
import { live } from "./live/router.ts";
import { mapping } from "./mapping/router.ts";
import { members } from "./members/router.ts";
import { runs } from "./runs/router.ts";
import { samples } from "./samples/router.ts";
import { session } from "./session/router.ts";
import { templates } from "./templates/router.ts";
import { router } from "./trpc.ts";
import { twins } from "./twins/router.ts";

export const appRouter = router({
  session,
  flows,
  catalogue,
  templates,
  connections,
  runs,
  samples,
  mapping,
  twins,
  breakers,
  members,
  live,
});

export type AppRouter = typeof appRouter;
