import { connectors } from "#nodes/registry.ts";
import { bench } from "./connector.ts";

// Loaded before the product's own modules in its web and worker processes: one more connector, nothing else changes.
Reflect.set(connectors, connectors.length, bench);
