import type { ActionDefinition } from "./_kit/action.ts";
import type { ConnectorDefinition } from "./_kit/connector.ts";
import type { TriggerDefinition } from "./_kit/trigger.ts";
import { hubspot } from "./hubspot/index.ts";
import { xero } from "./xero/index.ts";

/** The one list of connectors. */
export const connectors: readonly ConnectorDefinition[] = [hubspot, xero];

export const findConnector = (id: string): ConnectorDefinition | undefined =>
  connectors.find((connector) => connector.id === id);

/** `hubspot/deal-stage-changed` as its connector and definition. */
export function findTrigger(type: string): { connector: ConnectorDefinition; trigger: TriggerDefinition } | undefined {
  const { connector, id } = split(type);
  const trigger = connector?.triggers.find((candidate) => candidate.id === id);
  return connector && trigger && { connector, trigger };
}

/** `xero/create-invoice` as its connector and definition. */
export function findAction(type: string): { connector: ConnectorDefinition; action: ActionDefinition } | undefined {
  const { connector, id } = split(type);
  const action = connector?.actions.find((candidate) => candidate.id === id);
  return connector && action && { connector, action };
}

function split(type: string): { connector: ConnectorDefinition | undefined; id: string } {
  const slash = type.indexOf("/");
  return { connector: findConnector(type.slice(0, slash)), id: type.slice(slash + 1) };
}
