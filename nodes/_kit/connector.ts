import type * as z from "zod";
import type { Fault } from "../_core/fault.ts";
import type { ActionDefinition } from "./action.ts";
import type { ConnectionDefinition, OptionList } from "./connection.ts";
import type { WireResponse } from "./http.ts";
import type { TriggerDefinition, WebhookDefinition } from "./trigger.ts";
import type { TwinDefinition } from "./twin/twin.ts";

/** A connector is data and pure functions: no loop, retry, log, clock or database. */
export interface ConnectorDefinition {
  /** Folder name and first half of its node types: `xero`. */
  id: string;
  title: string;
  /** Semantic version; a flow pins the major. */
  version: string;
  category: "crm" | "accounting";
  /** The vendor's API version this was written against. */
  apiVersion: string;
  connection: ConnectionDefinition;
  /** Any answer that is not a success, as a Fault; the only place that knows the vendor's error bodies. */
  toFault(response: WireResponse): Fault;
  webhook: WebhookDefinition | null;
  triggers: TriggerDefinition[];
  actions: ActionDefinition[];
  /** Lists a form or a mapping offers, by the name in a schema's `x-options`. */
  options: Record<string, OptionList>;
  twin: TwinDefinition;
}

/** Gives the literal its type and checks at once what types cannot: unique ids, major ≥ 0. */
export function defineConnector(definition: ConnectorDefinition): ConnectorDefinition {
  const ids = [...definition.triggers, ...definition.actions].map((part) => part.id);
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled) throw new Error(`Connector ${definition.id} has two parts named ${doubled}`);
  return definition;
}

export type AnySchema = z.ZodType;
