"use client";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "../trpc/client.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/TextField.tsx";

interface NewFlowDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  onCreated(id: string): void;
}

export function NewFlowDialog({ open, onOpenChange, onCreated }: NewFlowDialogProps) {
  const trpc = useTRPC();
  const form = useId();
  const [name, setName] = useState("");
  const create = useMutation(trpc.flows.create.mutationOptions({ onSuccess: ({ id }) => onCreated(id) }));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New flow"
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={create.isPending} disabled={name.trim() === ""}>
            Create
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") create.mutate({ name: name.trim() });
        }}
      >
        <TextField
          label="Name"
          hint="What happens when it has run: Won deals to invoices."
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
          error={create.error?.message}
          required
        />
      </form>
    </Dialog>
  );
}
