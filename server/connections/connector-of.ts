import { Fault } from "#nodes/_core/fault.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import { connectors } from "#nodes/registry.ts";

/** The connector of that id; a Fault when this installation has none. */
export function connectorOf(id: string): ConnectorDefinition {
  const found = connectors.find((candidate) => candidate.id === id);
  if (found) return found;
  throw new Fault({
    kind: "invalid-flow",
    code: "unknown-connector",
    message: `There is no connector called ${id} here.`,
    fix: "Choose one from the palette.",
  });
}
