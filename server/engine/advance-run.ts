import { createHash } from "node:crypto";
import { Fault, toFault } from "#nodes/_core/fault.ts";
import { type FlowNode, ports } from "#nodes/_core/flow/flow.ts";
import { hasErrorBranch, progressOf } from "#nodes/_core/flow/progress.ts";
import type { Json } from "#nodes/_core/json.ts";
import { clock } from "#server/clock.ts";
import { reauthKey } from "#server/desk/resume-connection.ts";
import { redact } from "#server/egress/redact.ts";
import { decideRetry, type RetryDecision } from "#server/retry/decide-retry.ts";
import { settings } from "#server/settings.ts";
import { executeNode } from "./execute-node.ts";
import type { NodeOutcome } from "./outcome.ts";
import type { ClaimedRun, RunEnd, StepRecord } from "./run.ts";
import { settle } from "./settle.ts";
import type { FailedAttempt } from "./write-steps.ts";

/**
 * Moves a claimed run as far as it goes: node after node, until it ends, waits, or belongs to somebody else. Pure
 * nodes need no commit of their own: their steps are recorded with the next intent or settlement, and a crash before
 * that computes them again to the same values.
 */
export async function advanceRun(run: ClaimedRun): Promise<void> {
  let unsaved: StepRecord[] = [];
  const finish = (end: RunEnd | null, more: Partial<Parameters<typeof settle>[0]> = {}) =>
    settle({ orgId: run.orgId, run, steps: unsaved, attempts: [], effect: null, end, ...more });

  if (run.crashes > settings.run.crashesBeforeQuarantine) {
    await finish(quarantine(run));
    return;
  }
  for (;;) {
    const progress = progressOf(run.graph, run.triggerNode, run.steps);
    for (const nodeId of progress.skipped) {
      if (!run.steps.has(nodeId)) unsaved.push(record(run, nodeId, { state: "skipped", port: null }));
    }
    const [node] = progress.ready;
    if (!node) {
      await finish({ state: "done" });
      return;
    }
    const startedAt = clock.now();
    const outcome = await executeNode(run, node, unsaved);
    if (outcome.kind === "lost") return;
    if (outcome.kind === "done") {
      const step = record(run, node.id, {
        state: "done",
        port: outcome.port,
        input: outcome.input,
        output: outcome.output,
        note: outcome.note,
        effectKey: outcome.effectKey ?? null,
        startedAt,
      });
      unsaved.push(step);
      run.attempts = 0;
      if (!outcome.effect) continue;
      // The last node's settlement and the run's end are one commit.
      const ended = progressOf(run.graph, run.triggerNode, run.steps);
      for (const nodeId of ended.skipped) {
        if (!run.steps.has(nodeId)) unsaved.push(record(run, nodeId, { state: "skipped", port: null }));
      }
      const end: RunEnd | null = ended.ready.length === 0 ? { state: "done" } : null;
      const settled = await finish(end, { effect: outcome.effect });
      if (settled.lost || end) return;
      run.leaseEndsAt = performance.now() + settings.run.leaseMs;
      unsaved = [];
      continue;
    }
    const turn = decide(run, node, outcome, startedAt);
    if (turn.step) unsaved.push(turn.step);
    const settled = await finish(turn.end, { attempts: turn.attempts, effect: outcome.effect ?? null });
    if (settled.lost || turn.end) return;
    run.leaseEndsAt = performance.now() + settings.run.leaseMs;
    unsaved = [];
  }
}

interface Turn {
  /** Null: the run goes on through the node's error port. */
  end: RunEnd | null;
  step: StepRecord | null;
  attempts: FailedAttempt[];
}

function decide(
  run: ClaimedRun,
  node: FlowNode,
  outcome: Exclude<NodeOutcome, { kind: "done" | "lost" }>,
  startedAt: Date,
): Turn {
  if (outcome.kind === "wait") {
    const { reason, delayMs, parkKey, fault } = outcome;
    if (reason === "breaker" && clock.now().getTime() - run.event.at.getTime() > settings.breaker.expireMs) {
      return decide(run, node, { kind: "fault", fault: expiredFault(node), input: outcome.input }, startedAt);
    }
    const end: RunEnd = {
      state: "parked",
      reason,
      delayMs,
      nodeId: node.id,
      fault: fault ? toJson(fault) : null,
      parkKey,
      attempts: run.attempts,
    };
    return { end, step: null, attempts: [] };
  }
  const { fault } = outcome;
  if (outcome.kind === "in-doubt") {
    return { end: { state: "in_doubt", fault: toJson(fault), nodeId: node.id }, step: null, attempts: [] };
  }
  const attempt = run.attempts + 1;
  const decision = decideRetry(
    {
      fault,
      attempt,
      ageMs: clock.now().getTime() - run.event.at.getTime(),
      class: run.class,
      maxAttempts: node.policy?.maxAttempts ?? settings.retry.maxAttempts,
      random: Math.random(),
    },
    settings.retry,
  );
  const failed: FailedAttempt = {
    nodeId: node.id,
    number: attempt,
    fault: toJson(fault),
    decision: inWords(decision),
    startedAt,
    finishedAt: clock.now(),
  };
  const parked = (reason: "retry" | "rate" | "reauth" | "breaker", delayMs: number | null, attempts: number): Turn => ({
    end: {
      state: "parked",
      reason,
      delayMs,
      nodeId: node.id,
      fault: toJson(fault),
      // So that connecting it again finds the runs that wait for it.
      parkKey: reason === "reauth" && node.connection ? reauthKey(node.connection) : null,
      attempts,
    },
    step: null,
    attempts: reason === "retry" ? [failed] : [],
  });
  switch (decision.kind) {
    case "retry":
      return parked("retry", decision.delayMs, attempt);
    case "park":
      return parked(decision.reason, decision.delayMs, run.attempts);
    case "in-doubt":
      return { end: { state: "in_doubt", fault: toJson(fault), nodeId: node.id }, step: null, attempts: [failed] };
    case "fail": {
      const continues = hasErrorBranch(run.graph, node.id);
      const step = record(run, node.id, {
        state: "failed",
        port: continues ? ports.error : null,
        input: outcome.input,
        fault: toJson(fault),
        attempt,
        effectKey: outcome.effectKey ?? null,
        startedAt,
      });
      const end: RunEnd | null = continues
        ? null
        : { state: "dead", fault: toJson(fault), nodeId: node.id, fingerprint: fingerprintOf(run, node, fault) };
      return { end, step, attempts: [failed] };
    }
  }
}

const expiredFault = (node: FlowNode): Fault =>
  new Fault({
    kind: "rejected",
    code: "expired-while-open",
    message: `"${node.label}" waited too long for a vendor that did not come back.`,
    fix: "Start it again once the vendor answers.",
  });

/** Dead letters of one cause form one group: the same node of the same flow, the same kind of refusal. */
const fingerprintOf = (run: ClaimedRun, node: FlowNode, fault: Fault): string =>
  createHash("sha256").update(`${run.flowId}|${node.id}|${fault.kind}|${fault.code}`).digest("hex").slice(0, 32);

function inWords(decision: RetryDecision): string {
  switch (decision.kind) {
    case "retry":
      return `tries again in ${(decision.delayMs / 1_000).toFixed(1)} s`;
    case "park":
      return `waits (${decision.reason})`;
    case "in-doubt":
      return "in doubt: waits for a person";
    case "fail":
      return decision.why === "definite" ? "not tried again" : `gave up (${decision.why})`;
  }
}

function record(
  run: ClaimedRun,
  nodeId: string,
  fields: Partial<StepRecord> & Pick<StepRecord, "state" | "port">,
): StepRecord {
  const now = clock.now();
  const step: StepRecord = {
    nodeId,
    seq: run.steps.size,
    attempt: run.attempts + 1,
    input: undefined,
    output: undefined,
    fault: undefined,
    effectKey: null,
    note: "",
    startedAt: now,
    finishedAt: now,
    ...fields,
  };
  run.steps.set(nodeId, step);
  return step;
}

function quarantine(run: ClaimedRun): RunEnd {
  const fault = new Fault({
    kind: "bug",
    code: "quarantined",
    message: `This run ended its worker ${run.crashes - 1} times in a row and is kept apart.`,
    fix: "Look at its last step; retry it once the cause is known.",
  });
  return {
    state: "parked",
    reason: "quarantine",
    delayMs: null,
    nodeId: null,
    fault: toJson(fault),
    parkKey: null,
    attempts: 0,
  };
}

/** Advances a run and never rejects: a fault of ours parks it for a retry instead of leaving it to the lease's end. */
export async function advanceSafely(run: ClaimedRun): Promise<void> {
  try {
    await advanceRun(run);
  } catch (error) {
    const fault = toFault(error, "Running a flow");
    await settle({
      orgId: run.orgId,
      run,
      steps: [],
      attempts: [],
      effect: null,
      end: {
        state: "parked",
        reason: "retry",
        delayMs: settings.retry.baseMs,
        nodeId: null,
        fault: toJson(fault),
        parkKey: null,
        attempts: run.attempts,
      },
    }).catch(() => {
      // The database is away: the lease ends by itself and the janitor brings the run back.
    });
  }
}

/** A fault as it is stored: a vendor's words pass the filter for credentials first. */
const toJson = (fault: Fault): Json =>
  JSON.parse(JSON.stringify({ ...fault.toJSON(), message: redact(fault.message), fix: redact(fault.fix) }));
