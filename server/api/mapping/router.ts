import { router } from "../trpc.ts";
import { preview } from "./preview.ts";

export const mapping = router({ preview });
