import { Fault } from "#nodes/_core/fault.ts";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { Problem } from "#nodes/_core/flow/problem.ts";
import { applyAnswer } from "#nodes/templates/apply-answer.ts";
import { findTemplate } from "#nodes/templates/index.ts";
import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";
import { createFlow } from "./create-flow.ts";
import type { Actor } from "./flow-row.ts";
import { publishFlow } from "./publish-flow.ts";
import { startFirstRun } from "./start-first-run.ts";

export interface TemplateUse {
  templateId: string;
  name: string | null;
  /** By question id. */
  answers: Record<string, string>;
  /** By connector; absent ones stay open. */
  connections: Record<string, string>;
  /** Fill every connection with the sandbox, publish, and make something happen there so that a run starts. */
  withSandboxes: boolean;
}

export interface TemplateUsed {
  flowId: string;
  /** Null: it is a draft. */
  version: number | null;
  /** Why it could not be published. */
  problems: Problem[];
  /** What was done in the sandbox, to be told: "Deal 12 was won". */
  started: { vendor: string; gesture: string; recordId: string } | null;
}

export async function useTemplate(actor: Actor, use: TemplateUse): Promise<TemplateUsed> {
  const template = findTemplate(use.templateId);
  if (!template) {
    throw new Fault({
      kind: "rejected",
      code: "unknown-template",
      message: "This template does not exist.",
      fix: "Choose another one.",
    });
  }
  const unknown = Object.keys(use.answers).find((id) => !template.questions.some((question) => question.id === id));
  if (unknown !== undefined) {
    throw new Fault({ kind: "rejected", code: "unknown-question", message: `This template does not ask ${unknown}.` });
  }
  const connections = use.withSandboxes ? await sandboxConnections(actor.orgId) : use.connections;
  const answered = template.questions.reduce((flow, question) => {
    const answer = use.answers[question.id];
    return answer === undefined ? flow : applyAnswer(flow, question, answer);
  }, template.flow);
  const document = connect(answered, connections);
  const { id: flowId } = await createFlow(actor, {
    name: use.name ?? template.title,
    document,
    templateId: template.id,
  });
  if (!use.withSandboxes) return { flowId, version: null, problems: [], started: null };

  const published = await publishFlow(actor, flowId);
  if (published.kind !== "published") {
    return { flowId, version: null, problems: published.kind === "refused" ? published.problems : [], started: null };
  }
  return { flowId, version: published.version, problems: [], started: await startFirstRun(actor.orgId, template.id) };
}

function connect(flow: FlowDocument, connections: Record<string, string>): FlowDocument {
  return {
    ...flow,
    nodes: flow.nodes.map((node) => ({
      ...node,
      connection: connections[node.type.split("/")[0] ?? ""] ?? node.connection,
    })),
  };
}

async function sandboxConnections(orgId: string): Promise<Record<string, string>> {
  const sandboxes = await ensureSandbox(orgId);
  return Object.fromEntries(sandboxes.map(({ vendor, connectionId }) => [vendor, connectionId]));
}
