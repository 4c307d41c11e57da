import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { toText } from "#nodes/_core/flow/text.ts";
import { seedConnection } from "#prisma/seed/connection.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { stopEvaluators } from "#server/evaluate/evaluate.ts";
import { until } from "#server/testing/until.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";
import { startTwinDispatcher } from "#server/twins/start-twin-dispatcher.ts";
import { createFlow } from "./create-flow.ts";
import { deleteFlow } from "./delete-flow.ts";
import type { Actor } from "./flow-row.ts";
import { getFlow } from "./get-flow.ts";
import { importText } from "./import-text.ts";
import { listFlows } from "./list-flows.ts";
import { publishFlow } from "./publish-flow.ts";
import { renameFlow } from "./rename-flow.ts";
import { saveDraft } from "./save-draft.ts";
import { setFlowState } from "./set-flow-state.ts";
import { useTemplate as fromTemplate } from "./use-template.ts";

withDatabase();
const host = withTwins();

let actor: Actor;
let foreign = "";
let own = "";

beforeAll(async () => {
  process.env.BASE_URL = host.base;
  actor = { orgId: await seedOrganisation(), userId: randomUUID(), role: "owner" };
  foreign = (await seedConnection(await seedOrganisation())).id;
  own = (await seedConnection(actor.orgId)).id;
});
afterAll(() => stopEvaluators());

const node = (id: string, part: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: "logic/map",
  major: 0,
  label: id,
  position: { x: 0, y: 0 },
  connection: null,
  config: { expression: "$" },
  ...part,
});
const add = (id: string, part: Partial<FlowNode> = {}): FlowOperation => ({ kind: "add-node", node: node(id, part) });
const edge = (from: string, to: string): FlowOperation => ({
  kind: "add-edge",
  edge: { id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } },
});
const save = (flowId: string, baseRev: number, ...operations: FlowOperation[]) =>
  saveDraft(actor, { flowId, baseRev, operations });

describe("saving a draft", () => {
  test("adds one revision for each operation and keeps the operations", async () => {
    const { id } = await createFlow(actor, { name: "A" });
    expect(await save(id, 0, add("a"), add("b"))).toEqual({ kind: "saved", rev: 2, theirs: null });
    expect(await save(id, 2, edge("a", "b"))).toMatchObject({ kind: "saved", rev: 3 });
    expect((await getFlow(actor.orgId, id)).document).toMatchObject({
      nodes: [{ id: "a" }, { id: "b" }],
      edges: [{ id: "a-b" }],
    });
    const { rows } = await withOrgSql(actor.orgId, (client) =>
      client.query("select rev from flow_operation where flow_id = $1 order by rev", [id]),
    );
    expect(rows).toEqual([{ rev: 1 }, { rev: 2 }, { rev: 3 }]);
  });

  test("on top of others' edits elsewhere happens silently, and tells them", async () => {
    const { id } = await createFlow(actor, { name: "B" });
    await save(id, 0, add("a"), add("b"));
    await save(id, 2, { kind: "configure-node", nodeId: "a", change: { label: "Theirs" } });
    const mine = await save(id, 2, { kind: "configure-node", nodeId: "b", change: { label: "Mine" } });
    expect(mine).toMatchObject({ kind: "saved", rev: 4, theirs: { operations: [{ nodeId: "a" }] } });
    expect((await getFlow(actor.orgId, id)).document.nodes.map(({ label }) => label)).toEqual(["Theirs", "Mine"]);
  });

  test("of what somebody else has changed meanwhile is refused with theirs, and nothing is saved", async () => {
    const { id } = await createFlow(actor, { name: "C" });
    await save(id, 0, add("a"));
    await save(id, 1, { kind: "configure-node", nodeId: "a", change: { label: "Theirs" } });
    const mine = await save(id, 1, add("b"), { kind: "configure-node", nodeId: "a", change: { label: "Mine" } });
    expect(mine).toMatchObject({ kind: "stale", theirs: { rev: 2, operations: [{ kind: "configure-node" }] } });
    expect((await getFlow(actor.orgId, id)).document.nodes).toMatchObject([{ label: "Theirs" }]);
  });

  test("by two at the same moment loses neither", async () => {
    const { id } = await createFlow(actor, { name: "D" });
    await Promise.all(["a", "b", "c", "d"].map((name) => save(id, 0, add(name))));
    const flow = await getFlow(actor.orgId, id);
    expect({ rev: flow.rev, nodes: flow.document.nodes.map((one) => one.id).sort() }).toEqual({
      rev: 4,
      nodes: ["a", "b", "c", "d"],
    });
  });

  test("of two edges that only together close a loop is for a person", async () => {
    const { id } = await createFlow(actor, { name: "E" });
    await save(id, 0, add("a"), add("b"));
    await save(id, 2, edge("a", "b"));
    expect(await save(id, 2, edge("b", "a"))).toMatchObject({ kind: "stale" });
  });

  test("that does not fit the draft is refused whole", async () => {
    const { id } = await createFlow(actor, { name: "F" });
    await expect(save(id, 0, add("a"), add("a"))).rejects.toMatchObject({ kind: "invalid-flow", code: "node-exists" });
    expect((await getFlow(actor.orgId, id)).rev).toBe(0);
  });

  test("renames meet nobody", async () => {
    const { id } = await createFlow(actor, { name: "G" });
    await save(id, 0, add("a"));
    await renameFlow(actor, id, "Renamed");
    expect((await listFlows(actor.orgId)).find((flow) => flow.id === id)).toMatchObject({ name: "Renamed" });
  });
});

describe("a connection", () => {
  test("of another organisation is refused at a node, on every way in", async () => {
    const { id } = await createFlow(actor, { name: "H" });
    await expect(save(id, 0, add("a", { connection: foreign }))).rejects.toMatchObject({ code: "unknown-connection" });
    const { document } = await getFlow(actor.orgId, id);
    await expect(
      createFlow(actor, { name: "I", document: { ...document, nodes: [node("a", { connection: foreign })] } }),
    ).rejects.toMatchObject({
      code: "unknown-connection",
    });
    await expect(
      fromTemplate(actor, {
        templateId: "hubspot-deal-won-xero-invoice",
        name: null,
        answers: {},
        connections: { xero: foreign },
        withSandboxes: false,
      }),
    ).rejects.toMatchObject({ code: "unknown-connection" });
  });

  test("in an imported file is left open, for a person to choose", async () => {
    const { id } = await createFlow(actor, { name: "J" });
    const { document } = await getFlow(actor.orgId, id);
    const made = await importText(
      actor,
      toText({ ...document, nodes: [node("a", { connection: foreign }), node("b", { connection: own })] }),
    );
    expect(made.opened).toEqual(["a"]);
    expect((await getFlow(actor.orgId, made.id)).document.nodes).toMatchObject([
      { connection: null },
      { connection: own },
    ]);
  });

  test.each([
    ["our own, in a setting", () => ({ anything: own })],
    ["our own, deep inside", () => ({ a: [{ b: { c: own } }] })],
    ["a foreign one, in a field that names a credential", () => ({ connectionId: foreign })],
    ["a foreign one, in a list", () => ({ credentials: [foreign] })],
  ])("anywhere else than at its place is refused: %s", async (_where, config) => {
    const { id } = await createFlow(actor, { name: "K" });
    await expect(save(id, 0, add("a", { config: config() }))).rejects.toMatchObject({ code: "stray-credential" });
  });

  test("that was slipped into the stored draft is found when it is published", async () => {
    const { flowId } = await draftOfTemplate();
    const xero = await sandboxOf("xero");
    await withOrgSql(actor.orgId, (client) =>
      client.query("update flow set draft = replace(draft::text, $2, $3)::json where id = $1", [flowId, xero, foreign]),
    );
    const published = await publishFlow(actor, flowId).catch((error: unknown) => error);
    expect(published).not.toMatchObject({ kind: "published" });
    expect((await getFlow(actor.orgId, flowId)).liveVersion).toBeNull();
  });
});

describe("publishing", () => {
  test("is refused with every problem as data, and changes nothing", async () => {
    const { id } = await createFlow(actor, { name: "L" });
    const published = await publishFlow(actor, id);
    expect(published).toMatchObject({
      kind: "refused",
      problems: expect.arrayContaining([expect.objectContaining({ severity: "error" })]),
    });
    expect(await getFlow(actor.orgId, id)).toMatchObject({ state: "draft", liveVersion: null });
  });

  test("refuses a mapping that the engine does not parse, at its place", async () => {
    const { flowId } = await draftOfTemplate();
    const { rev } = await getFlow(actor.orgId, flowId);
    await save(flowId, rev, {
      kind: "configure-node",
      nodeId: "map_invoice",
      change: { config: { set: { expression: "{ (" }, unset: [] } },
    });
    const published = await publishFlow(actor, flowId);
    expect(published).toMatchObject({
      kind: "refused",
      problems: expect.arrayContaining([expect.objectContaining({ nodeId: "map_invoice" })]),
    });
  });

  test("makes an immutable version with a listening trigger, and an audit entry", async () => {
    const { flowId } = await draftOfTemplate();
    expect(await publishFlow(actor, flowId, "first")).toMatchObject({ kind: "published", version: 1 });
    expect(await getFlow(actor.orgId, flowId)).toMatchObject({ state: "live", liveVersion: 1, hasChanges: false });
    expect(await triggersOf(flowId)).toMatchObject([{ node_id: "deal_won", active: true, version: 1, polls: true }]);
    const { rows } = await withOrgSql(actor.orgId, (client) =>
      client.query("select action, detail from audit where object = $1 order by id", [`flow:${flowId}`]),
    );
    expect(rows).toMatchObject([
      { action: "flow.created" },
      { action: "flow.published", detail: { version: 1, note: "first" } },
    ]);
  });

  test("again keeps the poll cursor; a trigger that is gone stops, one that is back goes on", async () => {
    const { flowId } = await draftOfTemplate();
    expect(await publishFlow(actor, flowId)).toMatchObject({ kind: "published" });
    const [before] = await triggersOf(flowId);
    expect(before).toMatchObject({ polls: true });
    expect(before?.cursor, "nothing from before the publish is replayed").not.toBeNull();
    await withOrgSql(actor.orgId, (client) =>
      client.query(`update trigger set cursor = '"moved on"' where flow_id = $1`, [flowId]),
    );
    expect(await publishFlow(actor, flowId)).toMatchObject({ kind: "published", version: 2 });
    expect(await triggersOf(flowId)).toMatchObject([{ cursor: "moved on", version: 2 }]);
    await setFlowState(actor, flowId, "paused");
    expect(await triggersOf(flowId)).toMatchObject([{ active: false }]);
    await setFlowState(actor, flowId, "live");
    expect(await triggersOf(flowId)).toMatchObject([{ active: true, cursor: "moved on" }]);
  });

  test("a live flow can't be deleted, a paused one can", async () => {
    const { flowId } = await draftOfTemplate();
    await publishFlow(actor, flowId);
    await expect(deleteFlow(actor, flowId)).rejects.toMatchObject({ code: "flow-is-live" });
    await setFlowState(actor, flowId, "paused");
    await deleteFlow(actor, flowId);
    await expect(getFlow(actor.orgId, flowId)).rejects.toMatchObject({ code: "unknown-flow" });
    expect(await triggersOf(flowId)).toEqual([]);
  });
});

test("a template tried with sandboxes is published and starts a run at once", async () => {
  const dispatcher = startTwinDispatcher();
  try {
    const used = await fromTemplate(actor, {
      templateId: "hubspot-deal-won-xero-invoice",
      name: "Tried",
      answers: {},
      connections: {},
      withSandboxes: true,
    });
    expect(used).toMatchObject({ version: 1, problems: [], started: { vendor: "hubspot", gesture: "win-deal" } });
    const runs = () =>
      withOrgSql(actor.orgId, async (client) => {
        const { rows } = await client.query("select environment from run where flow_id = $1", [used.flowId]);
        return rows;
      });
    await until("the deal that was won has started a run", async () => (await runs()).length > 0);
    expect(await runs()).toEqual([{ environment: "sandbox" }]);
  } finally {
    await dispatcher.stop();
  }
});

async function draftOfTemplate() {
  const connections = { hubspot: await sandboxOf("hubspot"), xero: await sandboxOf("xero") };
  return await fromTemplate(actor, {
    templateId: "hubspot-deal-won-xero-invoice",
    name: null,
    answers: {},
    connections,
    withSandboxes: false,
  });
}

async function sandboxOf(vendor: string): Promise<string> {
  const sandboxes = await ensureSandbox(actor.orgId, host.base);
  return sandboxes.find((sandbox) => sandbox.vendor === vendor)?.connectionId ?? "";
}

interface TriggerRow {
  node_id: string;
  active: boolean;
  version: number;
  polls: boolean;
  cursor: unknown;
}

const triggersOf = (flowId: string): Promise<TriggerRow[]> =>
  withOrgSql(actor.orgId, async (client) => {
    const { rows } = await client.query<TriggerRow>(
      "select node_id, active, version, polls, cursor from trigger where flow_id = $1 order by node_id",
      [flowId],
    );
    return rows;
  });
