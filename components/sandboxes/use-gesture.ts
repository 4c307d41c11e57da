"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { JsonObject, JsonSchema } from "#nodes/_core/json.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { toast } from "../ui/Toasts.tsx";

export type Gesture = ApiOutputs["twins"]["list"][number]["gestures"][number];
export interface GestureRecord {
  id: string;
  body: JsonObject;
}

export interface GestureHand {
  record: GestureRecord | undefined;
  /** Does it at once, or asks first what it needs to know. */
  begin(gesture: Gesture): void;
  asking: Gesture | null;
  cancel(): void;
  perform(gesture: Gesture, input: JsonObject): void;
  busy: boolean;
  error: string | null;
}

/** Performs gestures on one row, or above the tables. */
export function useGesture(vendor: string, record: GestureRecord | undefined): GestureHand {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Gesture | null>(null);
  const mutation = useMutation(
    trpc.twins.perform.mutationOptions({
      onSuccess: () => {
        setAsking(null);
        void queries.invalidateQueries(trpc.twins.pathFilter());
        toast.done(record ? `Done to ${record.id}` : "Done", "The sandbox tells whoever listens, as the vendor would.");
      },
      onError: (error) => {
        if (!asking) toast.failed("The sandbox refused this", error.message);
      },
    }),
  );
  const perform = (gesture: Gesture, input: JsonObject) =>
    mutation.mutate({ vendor, gesture: gesture.id, input: record ? { id: record.id, ...input } : input });
  return {
    record,
    asking,
    begin: (gesture) => {
      mutation.reset();
      if (fieldNames(askedOf(gesture, record)).length > 0) setAsking(gesture);
      else perform(gesture, {});
    },
    cancel: () => setAsking(null),
    perform,
    busy: mutation.isPending,
    error: mutation.error?.message ?? null,
  };
}

/** A row's gesture gets the row's id; nobody types it. */
export function askedOf({ input }: Gesture, record: GestureRecord | undefined): JsonSchema {
  if (!record || !isSchema(input.properties)) return input;
  const { id: _id, ...properties } = input.properties;
  const required = Array.isArray(input.required) ? input.required.filter((key) => key !== "id") : [];
  return { ...input, properties, required };
}

export const fieldNames = (schema: JsonSchema): string[] =>
  isSchema(schema.properties) ? Object.keys(schema.properties) : [];
