import { router } from "../trpc.ts";
import { isolate } from "./isolate.ts";
import { list } from "./list.ts";
import { reset } from "./reset.ts";

export const breakers = router({ list, reset, isolate });
