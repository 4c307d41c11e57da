import { router } from "../trpc.ts";
import { onChange } from "./on-change.ts";

export const live = router({ onChange });
