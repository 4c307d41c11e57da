import type { Catalogue } from "./_core/flow/node-type.ts";
import { toCatalogue } from "./_kit/to-catalogue.ts";
import { logicNodes } from "./_logic/index.ts";
import { connectors } from "./registry.ts";

/** Everything that can be drawn, as plain JSON for the browser and the checks. */
export const catalogue: Catalogue = { nodeTypes: [...toCatalogue(connectors).nodeTypes, ...logicNodes] };
