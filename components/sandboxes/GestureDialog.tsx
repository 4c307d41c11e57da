"use client";
import { useId, useState } from "react";
import type { JsonObject } from "#nodes/_core/json.ts";
import { defaultsOf } from "../forms/defaults-of.ts";
import { withMember } from "../forms/SchemaField.tsx";
import { SchemaForm } from "../forms/SchemaForm.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { askedOf, fieldNames, type Gesture, type GestureHand } from "./use-gesture.ts";

/** What a gesture needs to know; begins with what the record has now. */
export function GestureDialog({ hand }: { hand: GestureHand }) {
  if (!hand.asking) return null;
  return <Asking key={hand.asking.id} gesture={hand.asking} hand={hand} />;
}

function Asking({ gesture, hand }: { gesture: Gesture; hand: GestureHand }) {
  const form = useId();
  const schema = askedOf(gesture, hand.record);
  const [input, setInput] = useState<JsonObject>(() => {
    const now = hand.record?.body ?? {};
    const known = fieldNames(schema).flatMap((key) => {
      const value = now[key];
      return typeof value === "string" || typeof value === "number" ? [[key, value] as const] : [];
    });
    return { ...defaultsOf(schema), ...Object.fromEntries(known) };
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) hand.cancel();
      }}
      title={gesture.title}
      actions={
        <>
          <Button onClick={hand.cancel}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={hand.busy}>
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
          hand.perform(gesture, input);
        }}
      >
        <SchemaForm
          schema={schema}
          value={input}
          onChange={(key, value) => setInput((before) => withMember(before, key, value))}
        />
        {hand.error && (
          <p role="alert" className="text-bad">
            {hand.error}
          </p>
        )}
      </form>
    </Dialog>
  );
}
