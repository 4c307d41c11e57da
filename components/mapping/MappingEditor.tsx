"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { targetOf } from "../canvas/target-fields.ts";
import { nodeOf, useCanvas, useCanvasStore } from "../canvas/use-canvas.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Select } from "../ui/Select.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import type { CodeEditorHandle } from "./CodeEditor.tsx";
import { type FieldPath, fieldPaths, targetFields } from "./field-paths.ts";
import { type MappingSample, type PreviewRequest, useMappingDoor } from "./mapping-door.ts";
import { PreviewPane } from "./PreviewPane.tsx";
import { SourceTree } from "./SourceTree.tsx";
import { usePreview } from "./use-preview.ts";

// Large, and needs a browser: loaded only when a mapping is opened.
const CodeEditor = dynamic(() => import("./CodeEditor.tsx"), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-24" />,
});

/** The mapping of one node: fields that come in, the JSONata text, what comes out and what the target says of it. */
export function MappingEditor() {
  const store = useCanvasStore();
  const nodeId = useCanvas((state) => state.mapping);
  const node = useCanvas((state) => (nodeId === null ? undefined : nodeOf(state.document, nodeId)));
  const close = () => store.getState().patch({ mapping: null });
  return (
    <Dialog
      open={node !== undefined}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      size="full"
      title={node?.label ?? "Mapping"}
      description="JSONata: fields in, one value out. Saved as you type."
      actions={
        <Button look="primary" onClick={close}>
          Done
        </Button>
      }
    >
      {node && <Panes key={node.id} nodeId={node.id} expression={String(node.config.expression ?? "")} />}
    </Dialog>
  );
}

function Panes({ nodeId, expression }: { nodeId: string; expression: string }) {
  const store = useCanvasStore();
  const door = useMappingDoor();
  const document = useCanvas((state) => state.document);
  const catalogue = useCanvas((state) => state.catalogue);
  const readOnly = useCanvas((state) => state.readOnly);
  const editor = useRef<CodeEditorHandle>(null);
  const [chosen, setChosen] = useState<string | null>(null);

  const samples = useQuery({
    queryKey: ["mapping-samples", store.getState().flowId, nodeId],
    queryFn: () => door?.samples(nodeId) ?? [],
    enabled: door !== null,
    staleTime: 0,
  });
  const sample = samples.data?.find((candidate) => candidate.id === chosen) ?? samples.data?.[0] ?? null;
  const target = useMemo(() => {
    const found = targetOf(document, catalogue, nodeId);
    return found && { label: found.label, type: found.type.type, fields: targetFields(found.type.inputSchema) };
  }, [document, catalogue, nodeId]);

  const request = useMemo<PreviewRequest | null>(
    () =>
      sample && {
        expression,
        input: sample.input,
        event: sample.event,
        steps: sample.steps,
        target: target?.type ?? null,
      },
    [sample, expression, target?.type],
  );
  const preview = usePreview(door, request);
  const mark = preview.answer?.kind === "error" && expression.trim() !== "" ? preview.answer : null;
  const sources = useMemo(
    () => ({ fields: sample ? completionFields(sample) : [], target: target?.fields ?? [] }),
    [sample, target],
  );
  const write = useCallback(
    (text: string) => {
      if (text === nodeOf(store.getState().document, nodeId)?.config.expression) return;
      store.getState().perform({
        kind: "configure-node",
        nodeId,
        change: { config: { set: { expression: text }, unset: [] } },
      });
    },
    [store, nodeId],
  );

  return (
    <div className="grid h-full min-h-0 grid-cols-1 grid-rows-[12rem_1fr_14rem] divide-y lg:grid-cols-[minmax(15rem,1fr)_minmax(20rem,2fr)_minmax(18rem,1.4fr)] lg:grid-rows-1 lg:divide-x lg:divide-y-0">
      <section aria-label="Source" className="flex min-h-0 flex-col">
        <PaneHead title="Source">
          <Select
            label="Sample"
            value={sample?.id ?? null}
            placeholder={samples.isPending ? "Loading samples" : "No sample"}
            disabled={(samples.data ?? []).length === 0}
            options={(samples.data ?? []).map((entry) => ({
              value: entry.id,
              label: entry.label,
              hint: entry.origin === "run" ? "From a run" : "Sample",
            }))}
            onChange={setChosen}
            className="h-7!"
          />
        </PaneHead>
        <SourceTree sample={sample} onPick={(path) => editor.current?.insert(path)} />
      </section>
      <section aria-label="Expression" className="flex min-h-0 min-w-0 flex-col">
        <PaneHead title="Expression" />
        <div className="min-h-0 flex-1">
          <CodeEditor
            value={expression}
            onChange={write}
            sources={sources}
            mark={mark}
            readOnly={readOnly}
            label="Mapping expression"
            handle={editor}
          />
        </div>
      </section>
      <section aria-label="Result" className="flex min-h-0 flex-col">
        <PaneHead title="Result" />
        <PreviewPane preview={preview} target={target} empty={expression.trim() === ""} />
      </section>
    </div>
  );
}

const PaneHead = ({ title, children }: { title: string; children?: ReactNode }) => (
  <header className="flex h-10 shrink-0 items-center gap-3 border-b bg-raised px-3">
    <h3 className="shrink-0 font-medium">{title}</h3>
    {children && <div className="ml-auto w-full max-w-64 min-w-0">{children}</div>}
  </header>
);

function completionFields(sample: MappingSample): FieldPath[] {
  const variable = (path: string): FieldPath => ({ path, name: path, type: "group", example: "", depth: 0 });
  const steps = Object.entries(sample.steps);
  return [
    ...fieldPaths(sample.input),
    variable("$event"),
    ...fieldPaths(sample.event, "$event"),
    ...(steps.length > 0 ? [variable("$steps")] : []),
    ...steps.flatMap(([nodeId, output]) => [
      { ...variable(`$steps.${nodeId}`), depth: 1 },
      ...fieldPaths(output, `$steps.${nodeId}`),
    ]),
  ];
}
