import { router } from "../trpc.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";
import { startManual } from "./start-manual.ts";

export const runs = router({ list, get, startManual });
