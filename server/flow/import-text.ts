import { fromText } from "#nodes/_core/flow/text.ts";
import { listConnections } from "#server/connections/connection-row.ts";
import { createFlow } from "./create-flow.ts";
import type { Actor } from "./flow-row.ts";

/**
 * A flow file as a new draft. Its connections are kept where they are this organisation's own; those of elsewhere are left
 * open, so that somebody chooses.
 */
export async function importText(actor: Actor, text: string): Promise<{ id: string; opened: string[] }> {
  const document = fromText(text);
  const own = new Set((await listConnections(actor.orgId)).map(({ id }) => id));
  const foreign = document.nodes.filter(({ connection }) => connection !== null && !own.has(connection));
  const nodes = document.nodes.map((node) => (foreign.includes(node) ? { ...node, connection: null } : node));
  const { id } = await createFlow(actor, { name: document.name, document: { ...document, nodes } });
  return { id, opened: foreign.map((node) => node.id) };
}
