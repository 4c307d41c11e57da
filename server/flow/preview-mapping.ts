import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { Json } from "#nodes/_core/json.ts";
import { checkValue, type Violation } from "#nodes/_core/schema/check-value.ts";
import { catalogue } from "#nodes/catalogue.ts";
import { clock } from "#server/clock.ts";
import { type EvaluationResult, evaluateMapping } from "#server/evaluate/evaluate.ts";

export interface Preview {
  result: EvaluationResult;
  /** What the target would object to; empty where nothing, or no target is known. */
  violations: Violation[];
}

export interface PreviewRequest {
  expression: string;
  input: Json;
  event: Json;
  steps: { [nodeId: string]: Json };
  /** Node type that the result is meant for. */
  target: string | null;
}

/** Runs a mapping on a sample with the very engine that will run it later, and checks the result as the target would. */
export async function previewMapping(orgId: string, request: PreviewRequest): Promise<Preview> {
  const { expression, input, event, steps, target } = request;
  const result = await evaluateMapping({
    orgId,
    expression,
    input,
    event,
    steps,
    nowMs: clock.now().getTime(),
    seed: 1,
  });
  const schema = target === null ? null : (findNodeType(catalogue, target)?.inputSchema ?? null);
  return { result, violations: result.ok && schema ? checkValue(schema, result.value ?? null) : [] };
}
