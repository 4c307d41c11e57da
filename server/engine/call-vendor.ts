import { Fault, toFault } from "#nodes/_core/fault.ts";
import { type FlowNode, ports } from "#nodes/_core/flow/flow.ts";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { Json } from "#nodes/_core/json.ts";
import { checkValue } from "#nodes/_core/schema/check-value.ts";
import type { WriteAction } from "#nodes/_kit/action.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { VendorAccount, VendorHttp } from "#nodes/_kit/http.ts";
import { catalogue } from "#nodes/catalogue.ts";
import { type BreakerScope, type Gate, giveBack, passGate, report, timeoutOf } from "#server/breaker/breaker.ts";
import { type OpenConnection, openConnection } from "#server/egress/open-connection.ts";
import { callOnce } from "#server/ledger/call-once.ts";
import { createLogger } from "#server/logger.ts";
import { type BucketOf, drainBucket, limited, takeToken } from "#server/rate/take-token.ts";
import { settings } from "#server/settings.ts";
import type { NodeOutcome } from "./outcome.ts";
import type { ClaimedRun, StepRecord } from "./run.ts";

const log = createLogger("engine");

type Go = Extract<Gate, { kind: "go" }>;

interface Opened {
  scope: BreakerScope;
  connection: OpenConnection;
  gate: Go;
}

/** A read: repeated freely, through breaker and rate like every call. */
export async function readFromVendor(
  run: ClaimedRun,
  node: FlowNode,
  read: (http: VendorHttp, account: VendorAccount) => Promise<Json>,
): Promise<{ kind: "read"; value: Json } | NodeOutcome> {
  const input = run.event.body;
  const opened = await open(run, node, input);
  if ("kind" in opened) return opened;
  const { connection, scope, gate } = opened;
  try {
    const value = await read(
      limited(bounded(run, node, connection), bucketOf(run, node, connection)),
      connection.account,
    );
    await report(scope, gate, null);
    return { kind: "read", value };
  } catch (error) {
    const fault = toFault(error, `Reading for "${node.label}"`);
    await reportFault(opened, bucketOf(run, node, connection), fault);
    return { kind: "fault", fault, input };
  }
}

interface Write {
  run: ClaimedRun;
  node: FlowNode;
  connector: ConnectorDefinition;
  action: WriteAction;
  input: Json;
  subject: string;
  unsaved: StepRecord[];
}

/** A write: checked against the target's schema before the vendor hears of it, then through the ledger. */
export async function writeToVendor(write: Write): Promise<NodeOutcome> {
  const { run, node, input, connector, action } = write;
  refuseBadInput(node, input);
  const opened = await open(run, node, input);
  if ("kind" in opened) return opened;
  const { connection, scope, gate } = opened;
  try {
    await takeToken(bucketOf(run, node, connection), connector.connection.health);
  } catch (error) {
    await giveBack(scope, gate.probes);
    return { kind: "fault", fault: toFault(error, node.label), input };
  }
  const outcome = await callOnce({
    run,
    steps: write.unsaved,
    nodeId: node.id,
    type: node.type,
    connector,
    action,
    connection,
    connectionId: scope.connectionId,
    http: bounded(run, node, connection),
    input,
    config: node.config,
    subject: write.subject,
    timeoutMs: timeoutOf(node),
  }).catch(async (error: unknown) => {
    await giveBack(scope, gate.probes);
    throw error;
  });
  switch (outcome.kind) {
    case "lost":
      await giveBack(scope, gate.probes);
      return outcome;
    case "done":
      if (outcome.vendorAnswered) await tellBreaker(report(scope, gate, null));
      else await giveBack(scope, gate.probes);
      return {
        kind: "done",
        port: ports.out,
        input,
        output: outcome.output,
        note: outcome.note,
        effectKey: outcome.key,
        effect: outcome.effect,
      };
    case "fault":
      await tellBreaker(reportFault(opened, bucketOf(run, node, connection), outcome.fault));
      return { kind: "fault", fault: outcome.fault, input, effectKey: outcome.key, effect: outcome.effect };
    case "wait":
      await giveBack(scope, gate.probes);
      return { ...outcome, parkKey: null, input };
    case "conflict":
      await giveBack(scope, gate.probes);
      return { kind: "wait", reason: "conflict", delayMs: null, parkKey: null, fault: outcome.fault, input };
    case "in-doubt":
      await giveBack(scope, gate.probes);
      return { kind: "in-doubt", fault: outcome.fault, input, effectKey: outcome.key, effect: outcome.effect };
  }
}

async function open(run: ClaimedRun, node: FlowNode, input: Json): Promise<Opened | NodeOutcome> {
  if (node.connection === null) {
    throw new Fault({
      kind: "invalid-flow",
      code: "no-connection",
      message: `Node "${node.label}" has no connection.`,
      fix: "Choose a connection and publish again.",
    });
  }
  const scope: BreakerScope = { orgId: run.orgId, flowId: run.flowId, node, connectionId: node.connection };
  const connection = await openConnection(run.orgId, node.connection);
  const gate = await passGate(scope);
  if (gate.kind === "parked") {
    const fault = new Fault({
      kind: "unavailable",
      code: "breaker-open",
      message: `${connection.connector.title} is failing; calls are paused.`,
      fix: "Nothing to do: the run goes on by itself once it answers again.",
    });
    return { kind: "wait", reason: "breaker", delayMs: gate.delayMs, parkKey: gate.key, fault, input };
  }
  return { scope, connection, gate };
}

/** No call outlives the lease it was made under: it is aborted two seconds before. */
const bounded = (run: ClaimedRun, node: FlowNode, connection: OpenConnection): VendorHttp => ({
  request: (request) => {
    const left = run.leaseEndsAt - performance.now() - settings.call.leaseEndMarginMs;
    return connection.http.request(request, { timeoutMs: Math.max(1, Math.min(timeoutOf(node), left)) });
  },
});

const bucketOf = (run: ClaimedRun, node: FlowNode, connection: OpenConnection): BucketOf => ({
  orgId: run.orgId,
  connectionId: node.connection ?? "",
  connector: connection.connector,
  quota: connection.quota,
});

/** What became of a write must be settled, whether or not the breaker could be told. */
async function tellBreaker(telling: Promise<void>): Promise<void> {
  await telling.catch((error: unknown) => log.warn({ error }, "a breaker could not be told"));
}

/**
 * Only what the vendor caused counts; a 4xx, a 401 or a 429 is an answer: it proves that the vendor is there. What was
 * never sent proves nothing.
 */
async function reportFault(opened: Opened, bucket: BucketOf, fault: Fault): Promise<void> {
  const { scope, gate, connection } = opened;
  if (fault.kind === "unavailable") return report(scope, gate, fault);
  if (fault.sent === "no" || fault.kind === "bug" || fault.kind === "invalid-flow") return giveBack(scope, gate.probes);
  if (fault.kind === "throttled" && fault.retryAfterMs !== undefined) {
    await drainBucket(bucket, connection.connector.connection.health, fault.retryAfterMs);
  }
  return report(scope, gate, null);
}

function refuseBadInput(node: FlowNode, input: Json): void {
  const schema = findNodeType(catalogue, node.type)?.inputSchema;
  const violations = schema ? checkValue(schema, input) : [];
  const [first] = violations;
  if (!first) return;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
  throw new Fault({
    kind: "rejected",
    code: "input-invalid",
    message: `"${node.label}" cannot take its input: ${first.message}${more}`,
    fix: `Correct ${first.path || "the value"} in the mapping before "${node.label}".`,
    detail: { violations: violations.slice(0, 50) },
  });
}
