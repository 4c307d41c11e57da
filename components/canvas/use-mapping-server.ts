"use client";
import { useMemo } from "react";
import { edgesInto, findNode, upstreamOf } from "#nodes/_core/flow/graph.ts";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { Json } from "#nodes/_core/json.ts";
import type { MappingDoor, MappingSample } from "../mapping/mapping-door.ts";
import { useTRPCClient } from "../trpc/client.ts";
import { useCanvasStore } from "./use-canvas.ts";

/** How many of the last runs are offered to try a mapping on. */
const runsOffered = 5;

/** The mapping editor's hands: previews by the reference engine, samples from the trigger and from the last runs. */
export function useMappingServer(): MappingDoor {
  const client = useTRPCClient();
  const store = useCanvasStore();
  return useMemo(
    () => ({
      async preview({ expression, input, event, steps, target }) {
        const { result, violations } = await client.mapping.preview.mutate({ expression, input, event, steps, target });
        return result.ok
          ? { kind: "value", value: result.value, violations }
          : { kind: "error", code: result.code, message: result.message, position: result.position };
      },
      async samples(nodeId) {
        const { document, catalogue, flowId } = store.getState();
        const [source] = edgesInto(document, nodeId).map((edge) => edge.from.node);
        const before = upstreamOf(document, nodeId);
        const trigger = before.find((node) => findNodeType(catalogue, node.type)?.kind === "trigger");

        const fromRuns = async (): Promise<MappingSample[]> => {
          const { runs } = await client.runs.list.query({ flowId, limit: runsOffered });
          const details = await Promise.all(
            runs.map((run) => client.runs.get.query({ runId: run.id }).catch(() => null)),
          );
          return details.flatMap((run): MappingSample[] => {
            const own = run?.steps.find((step) => step.nodeId === nodeId);
            const feeding = run?.steps.find((step) => step.nodeId === source);
            const input = own?.input ?? feeding?.output ?? null;
            // what the trigger gives on, completed: that is `$event`, not the thin delivery
            const event = run?.steps.find((step) => step.nodeId === run.triggerNode)?.output ?? null;
            if (!run || input === null || event === null) return [];
            const steps = run.steps.flatMap((step) =>
              step.output !== null && step.nodeId !== run.triggerNode && before.some((node) => node.id === step.nodeId)
                ? [[step.nodeId, step.output] as const]
                : [],
            );
            return [
              {
                id: run.id,
                label: run.businessKey || "Run",
                origin: "run",
                input,
                event,
                steps: Object.fromEntries(steps),
              },
            ];
          });
        };

        const fromTrigger = async (): Promise<MappingSample[]> => {
          if (!trigger) return [];
          const stored = await client.samples.list.query({ type: trigger.type });
          const isFirst = source === undefined || source === trigger.id;
          return stored.map((sample) => ({
            id: sample.id,
            label: `${findNode(document, trigger.id)?.label ?? "Trigger"}: ${sample.name}`,
            origin: "sample",
            // behind other nodes nobody knows the input before a run; the event is what there is
            input: isFirst ? sample.body : emptyInput,
            event: sample.body,
            steps: {},
          }));
        };

        const [samples, runs] = await Promise.all([fromTrigger(), fromRuns().catch(() => [])]);
        const isFirst = source !== undefined && source === trigger?.id;
        return isFirst ? [...samples, ...runs] : [...runs, ...samples];
      },
    }),
    [client, store],
  );
}

const emptyInput: Json = {};
