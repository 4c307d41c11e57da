import * as z from "zod";
import type { StartedProcess } from "../demo/start-process.ts";

export interface Target {
  origin: string;
  reset(): Promise<void>;
  count(): Promise<{ distinct: number; total: number }>;
  /** When each order first arrived. */
  times(): Promise<Map<string, number>>;
}

const Port = z.object({ port: z.number() });
const Count = z.object({ kind: z.literal("count"), distinct: z.number(), total: z.number() });
const Times = z.object({ kind: z.literal("times"), times: z.array(z.tuple([z.string(), z.number()])) });

/** The target's process, asked over IPC. One question at a time. */
export function targetOf({ said, child }: StartedProcess): Target {
  const ask = (question: string): Promise<unknown> =>
    new Promise((resolve) => {
      child.once("message", resolve);
      child.send(question);
    });
  return {
    origin: `http://127.0.0.1:${Port.parse(said).port}`,
    reset: async () => void (await ask("reset")),
    count: async () => Count.parse(await ask("count")),
    times: async () => new Map(Times.parse(await ask("times")).times),
  };
}
