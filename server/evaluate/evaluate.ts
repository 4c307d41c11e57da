import type { Json } from "#nodes/_core/json.ts";
import { settings } from "#server/settings.ts";
import { type ChildAnswer, ChildPool } from "./child-pool.ts";

/** What a mapping sees: `$` is the input, `$event` the trigger's event, `$steps` the outputs of earlier nodes by id. */
export interface Evaluation {
  orgId: string;
  expression: string;
  input: Json;
  event: Json;
  steps: { [nodeId: string]: Json };
  /** Frozen with the run: `$now`, `$millis`, `$random` and `$shuffle` give the same on every attempt. */
  nowMs: number;
  seed: number;
  deadlineMs?: number;
}

export type EvaluationResult =
  | { ok: true /** Absent when the expression yields nothing. */; value: Json | undefined }
  | { ok: false; code: string; message: string; position: number | null; token: string | null };

declare global {
  var millraceEvaluators: ChildPool | undefined;
}

function evaluators(): ChildPool {
  globalThis.millraceEvaluators ??= new ChildPool();
  return globalThis.millraceEvaluators;
}

/** Evaluates JSONata on the reference engine, away from this process. Never throws for what the mapping does. */
export async function evaluateMapping(evaluation: Evaluation): Promise<EvaluationResult> {
  if (Buffer.byteLength(evaluation.expression) > settings.evaluate.textLimitBytes) {
    return { ok: false, code: "M1005", message: "The mapping is longer than 64 kB", position: null, token: null };
  }
  const answer = await evaluators().run(
    {
      org: evaluation.orgId,
      expression: evaluation.expression,
      input: evaluation.input,
      bindings: { event: evaluation.event, steps: evaluation.steps },
      nowMs: evaluation.nowMs,
      seed: evaluation.seed,
      outputLimit: settings.evaluate.outputLimitBytes,
    },
    evaluation.deadlineMs ?? settings.evaluate.deadlineMs,
  );
  return answer.ok ? { ok: true, value: answer.text === undefined ? undefined : parse(answer.text) } : answer;
}

/** Whether the text is an expression at all; null when it is. Parsing happens in the child too: it can be slow. */
export async function checkExpression(
  orgId: string,
  expression: string,
): Promise<Extract<ChildAnswer, { ok: false }> | null> {
  const answer = await evaluators().run(
    { org: orgId, expression, parseOnly: true, input: null, bindings: {}, nowMs: 0, seed: 0, outputLimit: 0 },
    settings.evaluate.deadlineMs,
  );
  return answer.ok ? null : answer;
}

/** Ends the children of this process. */
export function stopEvaluators(): void {
  globalThis.millraceEvaluators?.close();
  globalThis.millraceEvaluators = undefined;
}

const parse = (text: string): Json => JSON.parse(text);
