import type { NodeType } from "../_core/flow/node-type.ts";
import { branch } from "./branch.ts";
import { manual } from "./manual.ts";
import { map } from "./map.ts";

/** Our own nodes: data only, since the runtime evaluates them itself. */
export const logicNodes: NodeType[] = [manual, map, branch];
