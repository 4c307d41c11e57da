"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useTRPC } from "../trpc/client.ts";
import { faultOf } from "../trpc/fault-of.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/TextField.tsx";

interface AppDialogProps {
  connector: { id: string; title: string };
  onClose(): void;
  onConnect(): void;
}

/** The organisation's own app at a vendor: what accounts are authorised under. Its secrets cannot be read back. */
export function AppDialog({ connector, onClose, onConnect }: AppDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const save = useMutation(
    trpc.connections.saveApp.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.connections.pathFilter()),
    }),
  );
  const fault = save.error ? faultOf(save.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Your ${connector.title} app`}
      description={`Register an app in ${connector.title}'s developer pages, then enter what it gives you.`}
      actions={
        save.data ? (
          <Button look="primary" onClick={onConnect}>
            Go to {connector.title} for consent
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" form={form} busy={save.isPending}>
              Save the app
            </Button>
          </>
        )
      }
    >
      {save.data ? (
        <div className="flex flex-col gap-3">
          <p>Saved. Give {connector.title} this address for its webhooks:</p>
          <pre className="overflow-x-auto rounded-tile border bg-canvas px-3 py-2 text-meta">
            {save.data.webhookUrl}
          </pre>
        </div>
      ) : (
        <form
          id={form}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const given = new FormData(event.currentTarget);
            const webhookSecret = String(given.get("webhookSecret"));
            save.mutate({
              connector: connector.id,
              clientId: String(given.get("clientId")).trim(),
              clientSecret: String(given.get("clientSecret")),
              webhookSecret: webhookSecret === "" ? null : webhookSecret,
            });
          }}
        >
          <TextField
            label="Client id"
            name="clientId"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            required
          />
          <TextField
            label="Client secret"
            name="clientSecret"
            type="password"
            autoComplete="off"
            hint="Stored sealed; it is never shown again."
            required
          />
          <TextField
            label="Webhook secret"
            name="webhookSecret"
            type="password"
            autoComplete="off"
            hint="Only where the vendor signs webhooks with another secret."
          />
          {fault && (
            <p role="alert" className="text-bad">
              {fault.message} {fault.fix}
            </p>
          )}
        </form>
      )}
    </Dialog>
  );
}
