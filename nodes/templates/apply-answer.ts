import type { FlowDocument } from "../_core/flow/flow.ts";
import type { TemplateQuestion } from "./template.ts";

/** The flow with one answer in its place. Throws for a question that does not fit the flow: templates are our own text. */
export function applyAnswer(flow: FlowDocument, question: TemplateQuestion, answer: string): FlowDocument {
  const node = flow.nodes.find(({ id }) => id === question.nodeId);
  if (!node) throw new Error(`Question ${question.id} names the missing node ${question.nodeId}`);
  const value =
    question.variable === undefined ? answer : setVariable(node.config[question.configKey], question, answer);
  const changed = { ...node, config: { ...node.config, [question.configKey]: value } };
  return { ...flow, nodes: flow.nodes.map((other) => (other === node ? changed : other)) };
}

/** What stands there now. */
export function currentAnswer(flow: FlowDocument, question: TemplateQuestion): string {
  const value = flow.nodes.find(({ id }) => id === question.nodeId)?.config[question.configKey];
  if (question.variable === undefined) return typeof value === "string" ? value : "";
  const text = settingOf(question.variable).exec(typeof value === "string" ? value : "")?.[2];
  return text === undefined ? "" : String(JSON.parse(text));
}

function setVariable(expression: unknown, { id, variable = "" }: TemplateQuestion, answer: string): string {
  if (typeof expression !== "string" || !settingOf(variable).test(expression))
    throw new Error(`Question ${id} names the missing setting $${variable}`);
  // A function, so that "$" in an answer is itself and no reference to a group.
  return expression.replace(settingOf(variable), (_all, start: string) => `${start}${JSON.stringify(answer)};`);
}

/** `$accountCode := "200";` with its literal; JSONata and JSON write text alike. */
const settingOf = (variable: string): RegExp => new RegExp(`(\\$${variable} := )("(?:[^"\\\\]|\\\\.)*");`);
