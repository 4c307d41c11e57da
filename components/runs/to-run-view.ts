import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { type Catalogue, findNodeType } from "#nodes/_core/flow/node-type.ts";
import { progressOf, type StepFact } from "#nodes/_core/flow/progress.ts";
import { tileName, typeWords } from "../canvas/tile-name.ts";
import type { ApiOutputs } from "../trpc/client.ts";
import { parkWords } from "./park-words.ts";
import type { EffectView, FaultView, RunDetailView, RunView, StepView } from "./run-view.ts";

type RunAnswer = ApiOutputs["runs"]["get"];
type RunRow = ApiOutputs["runs"]["list"]["runs"][number];

export const toRunView = (row: RunRow): RunView => ({
  id: row.id,
  flowId: row.flowId,
  flowName: row.flowName,
  version: row.version,
  state: shownState(row.state, row.parkReason),
  businessKey: row.businessKey,
  environment: row.environment,
  createdAt: row.createdAt,
  startedAt: null,
  finishedAt: row.finishedAt,
  waitsFor: row.state === "parked" ? parkWords(row.parkReason) : "",
  resumesAt: row.resumesAt,
  fault: row.problem ? { kind: "", code: "", message: row.problem, fix: "", detail: {} } : null,
});

/**
 * A run as its timeline shows it: the recorded steps with the names of the version that ran, and, while it is under way,
 * the node it is at. `document` is that version's graph.
 */
export function toRunDetail(run: RunAnswer, document: FlowDocument | null, catalogue: Catalogue): RunDetailView {
  const named = (nodeId: string) => {
    const node = document?.nodes.find((candidate) => candidate.id === nodeId);
    const type = node && findNodeType(catalogue, node.type);
    return {
      label: node?.label ?? nodeId,
      title: type ? typeWords(type) : (node?.type ?? ""),
      connectorTitle: tileName(type, "Node"),
    };
  };
  const recorded = run.steps.map(
    (step): StepView => ({
      nodeId: step.nodeId,
      ...named(step.nodeId),
      state: step.state,
      port: step.port,
      attempt: step.attempt,
      input: step.input,
      output: step.output,
      fault: step.fault ? toFault(step.fault) : null,
      note: step.note,
      startedAt: step.startedAt,
      finishedAt: step.finishedAt,
      attempts: attemptsOf(run, step.nodeId),
      effect: effectOf(run, step.nodeId),
    }),
  );
  const waitsFor = run.state === "parked" ? parkWords(run.parkReason) : "";
  return {
    id: run.id,
    flowId: run.flowId,
    flowName: run.flowName,
    version: run.version,
    state: shownState(run.state, run.parkReason),
    businessKey: run.businessKey,
    environment: run.environment,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    waitsFor,
    resumesAt: run.resumesAt,
    fault: run.fault ? toFault(run.fault) : null,
    event: run.event.body,
    steps: [...recorded, ...(document ? underWay(run, document).map((id) => currentStep(run, id, named(id))) : [])],
  };
}

/** Nodes that the run is at now: nothing is recorded of them yet. */
function underWay(run: RunAnswer, document: FlowDocument): string[] {
  if (run.state === "done" || run.state === "cancelled") return [];
  const facts = new Map<string, StepFact>();
  for (const { nodeId, state, port } of run.steps)
    if (state === "done" || state === "failed" || state === "skipped") facts.set(nodeId, { nodeId, state, port });
  const known = new Set(run.steps.map((step) => step.nodeId));
  return progressOf(document, run.triggerNode, facts)
    .ready.map((node) => node.id)
    .filter((id) => !known.has(id))
    .slice(0, 1);
}

function currentStep(
  run: RunAnswer,
  nodeId: string,
  names: Pick<StepView, "label" | "title" | "connectorTitle">,
): StepView {
  const attempts = attemptsOf(run, nodeId);
  return {
    nodeId,
    ...names,
    state: run.state === "leased" ? "running" : shownState(run.state, run.parkReason),
    port: null,
    attempt: attempts.length + 1,
    input: null,
    output: null,
    fault: run.state === "dead" || run.state === "in_doubt" ? (run.fault ? toFault(run.fault) : null) : null,
    note: "",
    startedAt: null,
    finishedAt: null,
    attempts,
    effect: effectOf(run, nodeId),
  };
}

const attemptsOf = (run: RunAnswer, nodeId: string): StepView["attempts"] =>
  run.attempts
    .filter((attempt) => attempt.nodeId === nodeId)
    .map(({ number, fault, decision, startedAt, finishedAt }) => ({
      number,
      fault: toFault(fault),
      decision,
      startedAt,
      finishedAt,
    }));

function effectOf(run: RunAnswer, nodeId: string): EffectView | null {
  const found = run.effects.find((effect) => effect.nodeId === nodeId);
  if (!found) return null;
  return {
    operation: found.operation,
    state: found.state,
    label: found.objectLabel ?? "",
    objectId: found.objectId ?? "",
    sends: found.sends,
  };
}

/** Parked says nothing to people: what it waits for does. */
function shownState(state: string, parkReason: string | null): string {
  if (state !== "parked") return state;
  switch (parkReason) {
    case "retry":
      return "retrying";
    case "breaker":
      return "paused";
    case "conflict":
      return "conflict";
    case "quarantine":
      return "quarantined";
    default:
      return "waiting";
  }
}

interface AnyFault {
  kind: string;
  code: string;
  message: string;
  fix?: string;
  detail?: Record<string, unknown>;
}

const toFault = ({ kind, code, message, fix = "", detail = {} }: AnyFault): FaultView => ({
  kind,
  code,
  message,
  fix,
  detail,
});
