"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { Page } from "../shell/Page.tsx";
import { useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconForward } from "../ui/icons.ts";
import { Monogram } from "../ui/Monogram.tsx";
import { toast } from "../ui/Toasts.tsx";

export function SandboxesScreen() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { may } = useSession();
  const twins = useQuery(trpc.twins.list.queryOptions());
  const ensure = useMutation(
    trpc.connections.ensureSandboxes.mutationOptions({
      onSuccess: () => queries.invalidateQueries(),
      onError: (error) => toast.failed("The sandboxes were not made", error.message),
    }),
  );
  return (
    <Page
      title="Sandboxes"
      lead="Stand-ins for the vendors, with records, webhooks and limits of their own. Nothing in them is real."
    >
      <Loaded query={twins} failure="The sandboxes could not be loaded">
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              title="No sandbox yet"
              actions={
                may("sandboxes.use") && (
                  <Button look="primary" busy={ensure.isPending} onClick={() => ensure.mutate()}>
                    Make the sandboxes
                  </Button>
                )
              }
            >
              One for every vendor, connected and filled with sample records.
            </EmptyState>
          ) : (
            <ul className="grid gap-4 md:grid-cols-2">
              {list.map((twin) => (
                <li key={twin.vendor}>
                  <Link
                    href={`/sandboxes/${twin.vendor}`}
                    className="flex items-center gap-4 rounded-panel border-2 border-dashed border-warn/50 bg-surface p-4 transition-colors hover:border-warn"
                  >
                    <Monogram name={twin.title} sandbox />
                    <span className="min-w-0 flex-1">
                      <span className="block text-reading font-bold">{twin.title}</span>
                      <span className="block truncate text-ink-2">
                        {twin.accountName} · {twin.views.map((view) => view.title.toLowerCase()).join(", ")}
                      </span>
                    </span>
                    <IconForward aria-hidden size={16} className="text-ink-3" />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
