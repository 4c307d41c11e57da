import { emptyFlow, type FlowDocument, type FlowNode } from "#nodes/_core/flow/flow.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";

type NodeSeed = Partial<FlowNode> & Pick<FlowNode, "id" | "type">;

/** A graph of nodes in one line, each fed by the one before. */
export function lineOf(...nodes: NodeSeed[]): FlowDocument {
  const graph = emptyFlow("Seeded flow");
  graph.nodes = nodes.map((node, index) => ({
    major: 0,
    label: node.id,
    position: { x: index * 320, y: 0 },
    connection: null,
    config: {},
    ...node,
  }));
  graph.edges = nodes.slice(1).map((node, index) => ({
    id: `e${index}`,
    from: { node: nodes[index]?.id ?? "", port: "out" },
    to: { node: node.id, port: "in" },
  }));
  return graph;
}

/** A live flow at version 1, with its trigger listening. */
export async function seedLiveFlow(
  orgId: string,
  graph: FlowDocument,
  trigger: { ordered?: boolean; polls?: boolean } = {},
): Promise<string> {
  const id = newId();
  const [first] = graph.nodes;
  if (!first) throw new Error("A live flow starts with its trigger node");
  await withOrg(orgId, async (db) => {
    await db.flow.create({
      data: { orgId, id, name: graph.name, state: "live", draft: graph, liveVersion: 1 },
    });
    await db.flowVersion.create({
      data: { orgId, flowId: id, version: 1, graph, warnings: [], engine: "jsonata 2.2.2" },
    });
    await db.trigger.create({
      data: {
        orgId,
        flowId: id,
        nodeId: first.id,
        version: 1,
        type: first.type,
        connector: first.type.split("/")[0] ?? "",
        connectionId: first.connection,
        config: first.config,
        class: graph.class,
        ordered: trigger.ordered ?? true,
        polls: trigger.polls ?? false,
      },
    });
  });
  return id;
}
