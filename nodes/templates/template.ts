import * as z from "zod";
import { FlowDocument, NodeId } from "../_core/flow/flow.ts";

/** One thing a person is asked before the flow is theirs. The answer goes into the config of one node. */
export const TemplateQuestion = z.strictObject({
  id: z.string(),
  nodeId: NodeId,
  configKey: z.string(),
  /** Where the answer is a setting inside a mapping: the variable whose text it becomes (`$accountCode := "200";`). */
  variable: z.string().optional(),
  title: z.string(),
  /** A list of the vendor to choose from. */
  options: z.strictObject({ connector: z.string(), list: z.string() }).optional(),
  /** Fixed choices, where there is no such list. */
  choices: z.array(z.strictObject({ value: z.string(), title: z.string() })).optional(),
});
export type TemplateQuestion = z.infer<typeof TemplateQuestion>;

export const Template = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What there is afterwards that was not there before, in one sentence. */
  outcome: z.string(),
  connectors: z.array(z.string()),
  questions: z.array(TemplateQuestion),
  flow: FlowDocument,
});
export type Template = z.infer<typeof Template>;
