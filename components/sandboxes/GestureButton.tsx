"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Json, JsonObject, JsonSchema } from "#nodes/_core/json.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";
import { defaultsOf } from "../forms/defaults-of.ts";
import { withMember } from "../forms/SchemaField.tsx";
import { SchemaForm } from "../forms/SchemaForm.tsx";
import { useTRPC } from "../trpc/client.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { toast } from "../ui/Toasts.tsx";
import type { TwinSummary } from "./SandboxScreen.tsx";

type Gesture = TwinSummary["gestures"][number];

interface GestureButtonProps {
  vendor: string;
  gesture: Gesture;
  /** The row it is done to; absent for gestures that stand above the tables. */
  record?: { id: string; body: JsonObject };
}

/** What a person would do on the vendor's own screen. At once where nothing is asked, else after a small form. */
export function GestureButton({ vendor, gesture, record }: GestureButtonProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const asked = withoutId(gesture.input, record !== undefined);
  const asks = Object.keys(isSchema(asked.properties) ? asked.properties : {}).length > 0;
  const [open, setOpen] = useState(false);
  const [input, setInput] = useState<JsonObject>({});
  const perform = useMutation(
    trpc.twins.perform.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        void queries.invalidateQueries(trpc.twins.pathFilter());
        toast.done(gesture.title, record ? `Done to ${record.id}; the webhook follows.` : undefined);
      },
      onError: (error) => {
        if (!asks) toast.failed(`${gesture.title} did not work`, error.message);
      },
    }),
  );
  const run = (values: JsonObject) =>
    perform.mutate({ vendor, gesture: gesture.id, input: record ? { id: record.id, ...values } : values });
  return (
    <>
      <Button
        size={record ? "compact" : "normal"}
        busy={perform.isPending && !open}
        aria-label={record ? `${gesture.title} ${record.id}` : undefined}
        onClick={() => {
          if (!asks) return run({});
          setInput(startOf(asked, record?.body));
          setOpen(true);
        }}
      >
        {gesture.title}
      </Button>
      {open && (
        <Dialog
          open
          onOpenChange={setOpen}
          title={gesture.title}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button look="primary" type="submit" form={form} busy={perform.isPending}>
                {gesture.title}
              </Button>
            </>
          }
        >
          <form
            id={form}
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              run(input);
            }}
          >
            <SchemaForm
              schema={asked}
              value={input}
              onChange={(key, value: Json | undefined) => setInput((before) => withMember(before, key, value))}
            />
            {perform.error && (
              <p role="alert" className="text-bad">
                {perform.error.message}
              </p>
            )}
          </form>
        </Dialog>
      )}
    </>
  );
}

/** A row's gesture gets the row's id; nobody types it. */
function withoutId(schema: JsonSchema, onRow: boolean): JsonSchema {
  if (!onRow || !isSchema(schema.properties)) return schema;
  const { id: _id, ...properties } = schema.properties;
  const required = Array.isArray(schema.required) ? schema.required.filter((key) => key !== "id") : [];
  return { ...schema, properties, required };
}

/** The form begins with what the record has now. */
function startOf(schema: JsonSchema, record: JsonObject | undefined): JsonObject {
  const start = defaultsOf(schema);
  if (!record || !isSchema(schema.properties)) return start;
  for (const key of Object.keys(schema.properties)) {
    const value = record[key];
    if (typeof value === "string" || typeof value === "number") start[key] = value;
  }
  return start;
}
