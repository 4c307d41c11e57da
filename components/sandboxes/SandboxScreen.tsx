"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Page, Sheet } from "../shell/Page.tsx";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { IconMore, IconRetry } from "../ui/icons.ts";
import { Menu } from "../ui/Menu.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { toast } from "../ui/Toasts.tsx";
import { FaultsPanel } from "./FaultsPanel.tsx";
import { GestureButton } from "./GestureButton.tsx";
import { RecordsTable } from "./RecordsTable.tsx";
import { RequestsTable } from "./RequestsTable.tsx";

export type TwinSummary = ApiOutputs["twins"]["list"][number];

/** The vendor's own screen, as far as a test needs it: its records, a person's gestures, its log, its failures. */
export function SandboxScreen({ vendor, table }: { vendor: string; table: string | null }) {
  const trpc = useTRPC();
  const twins = useQuery(trpc.twins.list.queryOptions());
  const twin = twins.data?.find((candidate) => candidate.vendor === vendor);
  if (twin) return <Inspector twin={twin} table={table} />;
  return (
    <Page title="Sandbox">
      <Loaded query={twins} failure="The sandbox could not be loaded">
        {() => <EmptyState title="This organisation has no such sandbox" />}
      </Loaded>
    </Page>
  );
}

function Inspector({ twin, table }: { twin: TwinSummary; table: string | null }) {
  const router = useRouter();
  const { may } = useSession();
  const [first] = twin.views;
  const shown = table ?? first?.collection ?? "requests";
  const above = twin.gestures.filter((gesture) => gesture.on === null);
  return (
    <Page
      title={
        <span className="flex flex-wrap items-center gap-3">
          {twin.title} sandbox
          <span className="rounded-[4px] border border-dashed border-warn px-1.5 font-sans text-[11px] leading-5 font-medium tracking-wide text-warn">
            SANDBOX
          </span>
        </span>
      }
      lead="What the vendor's own screens would show. Nothing here is real."
      actions={
        may("sandboxes.use") && (
          <>
            {above.map((gesture) => (
              <GestureButton key={gesture.id} vendor={twin.vendor} gesture={gesture} />
            ))}
            <ResetMenu twin={twin} />
          </>
        )
      }
    >
      <Sheet>
        <Tabs
          label={`${twin.title} sandbox`}
          value={shown}
          onChange={(id) => router.replace(`/sandboxes/${twin.vendor}?table=${id}`)}
          tabs={[
            ...twin.views.map((view) => ({
              id: view.collection,
              title: view.title,
              content: <RecordsTable twin={twin} view={view} />,
            })),
            { id: "requests", title: "Requests", content: <RequestsTable vendor={twin.vendor} /> },
            { id: "failures", title: "Break it", content: <FaultsPanel vendor={twin.vendor} title={twin.title} /> },
          ]}
        />
      </Sheet>
    </Page>
  );
}

function ResetMenu({ twin }: { twin: TwinSummary }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const reset = useMutation(
    trpc.twins.reset.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        void queries.invalidateQueries(trpc.twins.pathFilter());
        toast.done("Reset", `The ${twin.title} sandbox is as it was at first.`);
      },
      onError: (error) => toast.failed("The sandbox was not reset", error.message),
    }),
  );
  return (
    <>
      <Menu
        trigger={<IconButton label="More" icon={IconMore} />}
        entries={[{ label: "Reset the sandbox", icon: IconRetry, danger: true, onSelect: () => setAsking(true) }]}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Reset the ${twin.title} sandbox?`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" busy={reset.isPending} onClick={() => reset.mutate({ vendor: twin.vendor })}>
              Reset
            </Button>
          </>
        }
      >
        <p>Its records go back to the samples; its log, failures and waiting webhooks are gone. Runs stay.</p>
      </Dialog>
    </>
  );
}
