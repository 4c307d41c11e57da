import { router } from "../trpc.ts";
import { me } from "./me.ts";
import { switchOrganisation } from "./switch-organisation.ts";

export const session = router({ me, switchOrganisation });
