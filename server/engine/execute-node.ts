import { Fault, toFault } from "#nodes/_core/fault.ts";
import { type FlowNode, ports } from "#nodes/_core/flow/flow.ts";
import { liveInput } from "#nodes/_core/flow/progress.ts";
import { isJsonObject, type Json } from "#nodes/_core/json.ts";
import { findAction, findTrigger } from "#nodes/registry.ts";
import { evaluateMapping } from "#server/evaluate/evaluate.ts";
import { settings } from "#server/settings.ts";
import { readFromVendor, writeToVendor } from "./call-vendor.ts";
import type { NodeOutcome } from "./outcome.ts";
import { type ClaimedRun, frozenNow, frozenSeed, type StepRecord } from "./run.ts";

/** Runs one ready node. Never throws for what data, mapping or vendor do: those are outcomes. */
export async function executeNode(run: ClaimedRun, node: FlowNode, unsaved: StepRecord[]): Promise<NodeOutcome> {
  const input = inputOf(run, node);
  try {
    if (node.id === run.triggerNode) return await startWith(run, node);
    if (node.disabled) return { kind: "done", port: ports.out, input, output: input, note: "Disabled: passed through" };
    if (node.type === "logic/map") return await map(run, node, input);
    if (node.type === "logic/branch") return await branch(run, node, input);
    const found = findAction(node.type);
    if (!found) throw unknownType(node);
    if (found.action.effect === "read") {
      const { action } = found;
      const output = await readFromVendor(run, node, (http, account) => action.read(input, node.config, http, account));
      return output.kind === "read" ? { kind: "done", port: ports.out, input, output: output.value, note: "" } : output;
    }
    const subject = await subjectOf(run, node, input);
    return await writeToVendor({
      run,
      node,
      connector: found.connector,
      action: found.action,
      input,
      subject,
      unsaved,
    });
  } catch (error) {
    return { kind: "fault", fault: toFault(error, `Node "${node.label}"`), input };
  }
}

/** The trigger's step: the event itself, completed by a recorded read where the vendor only sent ids. */
async function startWith(run: ClaimedRun, node: FlowNode): Promise<NodeOutcome> {
  const { body } = run.event;
  const trigger = findTrigger(node.type)?.trigger;
  if (node.type === "logic/manual") return { kind: "done", port: ports.out, input: body, output: body, note: "" };
  if (!trigger) throw unknownType(node);
  if (run.event.source === "manual" || !trigger.enrich || !isJsonObject(body)) {
    return { kind: "done", port: ports.out, input: body, output: body, note: "" };
  }
  const { enrich } = trigger;
  const output = await readFromVendor(run, node, (http, account) => enrich(body, http, account));
  return output.kind === "read"
    ? { kind: "done", port: ports.out, input: body, output: output.value, note: "" }
    : output;
}

async function map(run: ClaimedRun, node: FlowNode, input: Json): Promise<NodeOutcome> {
  const output = await evaluate(run, node, String(node.config.expression ?? ""), input);
  if (output === undefined) {
    throw new Fault({
      kind: "rejected",
      code: "mapping-empty",
      message: `The mapping "${node.label}" gave nothing for this event.`,
      fix: "Check that the fields it reads are present in the event.",
    });
  }
  return { kind: "done", port: ports.out, input, output, note: "" };
}

async function branch(run: ClaimedRun, node: FlowNode, input: Json): Promise<NodeOutcome> {
  const verdict = await evaluate(run, node, String(node.config.condition ?? ""), input);
  if (typeof verdict !== "boolean") {
    throw new Fault({
      kind: "rejected",
      code: "condition-not-boolean",
      message: `The condition of "${node.label}" gave ${verdict === undefined ? "nothing" : JSON.stringify(verdict).slice(0, 80)}, not true or false.`,
      fix: "Write a comparison, for example amount > 0.",
    });
  }
  return { kind: "done", port: verdict ? ports.true : ports.false, input, output: input, note: "" };
}

async function subjectOf(run: ClaimedRun, node: FlowNode, input: Json): Promise<string> {
  if (!node.idempotency) return `event:${run.event.id}`;
  const value = await evaluate(run, node, node.idempotency, input);
  if ((typeof value === "string" && value !== "") || typeof value === "number") return `key:${value}`;
  throw new Fault({
    kind: "rejected",
    code: "idempotency-empty",
    message: `The idempotency expression of "${node.label}" gave no text or number.`,
    fix: "Point it at a field that names the business object, for example $event.deal.id.",
  });
}

async function evaluate(run: ClaimedRun, node: FlowNode, expression: string, input: Json): Promise<Json | undefined> {
  const steps: { [nodeId: string]: Json } = {};
  for (const step of run.steps.values()) if (step.state === "done") steps[step.nodeId] = step.output ?? null;
  const result = await evaluateMapping({
    orgId: run.orgId,
    expression,
    input,
    event: steps[run.triggerNode] ?? run.event.body,
    steps,
    nowMs: frozenNow(run),
    seed: frozenSeed(run),
    deadlineMs: run.class === "realtime" ? settings.evaluate.realtimeDeadlineMs : settings.evaluate.deadlineMs,
  });
  if (result.ok) return result.value;
  if (result.code === "M1020" || result.code === "M1021") {
    // The evaluator's trouble, not the mapping's: tried again.
    throw new Fault({ kind: "bug", code: "evaluator-away", message: result.message });
  }
  throw new Fault({
    kind: "rejected",
    code: "mapping-failed",
    message: `The expression of "${node.label}" failed: ${result.message}`,
    fix: "Open the node and correct the expression.",
    detail: { engineCode: result.code, position: result.position },
  });
}

/** What flows in: the output of the node before, or the failure when it left through its error port. */
function inputOf(run: ClaimedRun, node: FlowNode): Json {
  const edge = liveInput(run.graph, node.id, run.steps);
  const source = edge && run.steps.get(edge.from.node);
  if (!source) return run.event.body;
  if (source.port === ports.error) return { fault: source.fault ?? null, input: source.input ?? null };
  return source.output ?? null;
}

const unknownType = (node: FlowNode): Fault =>
  new Fault({
    kind: "invalid-flow",
    code: "unknown-node-type",
    message: `Node "${node.label}" is of the type ${node.type}, which this installation does not have.`,
    fix: "Replace the node, or install the version that has it.",
  });
