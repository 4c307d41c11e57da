import { router } from "../trpc.ts";
import { beginConnect } from "./begin-connect.ts";
import { ensureSandboxes } from "./ensure-sandboxes.ts";
import { list } from "./list.ts";
import { options } from "./options.ts";
import { saveApp } from "./save-app.ts";

export const connections = router({ list, options, beginConnect, ensureSandboxes, saveApp });
