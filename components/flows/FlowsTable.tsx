"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Time } from "../runs/Time.tsx";
import { type ApiOutputs, useTRPC, useTRPCClient } from "../trpc/client.ts";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { IconDelete, IconDownload, IconMore, IconPause, IconRun } from "../ui/icons.ts";
import { Menu } from "../ui/Menu.tsx";
import { Monogram } from "../ui/Monogram.tsx";
import { Table, Td, Th, Tr } from "../ui/Table.tsx";
import { toast } from "../ui/Toasts.tsx";
import { FlowStateChip } from "./FlowStateChip.tsx";
import { saveFile } from "./save-file.ts";

type Flow = ApiOutputs["flows"]["list"][number];

export function FlowsTable({ flows }: { flows: Flow[] }) {
  return (
    <Table
      label="Flows"
      head={
        <>
          <Th>Name</Th>
          <Th>State</Th>
          <Th>Runs, last day</Th>
          <Th>Last run</Th>
          <Th>Edited</Th>
          <Th>
            <span className="sr-only">More</span>
          </Th>
        </>
      }
    >
      {flows.map((flow) => (
        <FlowRow key={flow.id} flow={flow} />
      ))}
    </Table>
  );
}

function FlowRow({ flow }: { flow: Flow }) {
  return (
    <Tr>
      <Td className="max-w-0 w-[45%]">
        <Link href={`/flows/${flow.id}`} className="flex items-center gap-3 rounded-control">
          <VendorPair types={flow.nodeTypes} />
          <span className="truncate font-medium hover:underline">{flow.name}</span>
        </Link>
      </Td>
      <Td>
        <span className="flex items-center gap-2 whitespace-nowrap">
          <FlowStateChip state={flow.state} version={flow.liveVersion} />
          {flow.liveVersion !== null && flow.hasChanges && <span className="text-meta text-ink-3">draft differs</span>}
        </span>
      </Td>
      <Td>
        <DaySummary runs={flow.runs} flowId={flow.id} />
      </Td>
      <Td className="whitespace-nowrap text-ink-2">{flow.lastRunAt ? <Time at={flow.lastRunAt} /> : "Never"}</Td>
      <Td className="whitespace-nowrap text-ink-2">
        <Time at={flow.updatedAt} />
      </Td>
      <Td className="text-right">
        <FlowMenu flow={flow} />
      </Td>
    </Tr>
  );
}

/** The first and the last vendor of a flow, overlapping: from whom to whom. */
function VendorPair({ types }: { types: string[] }) {
  const trpc = useTRPC();
  const catalogue = useQuery(trpc.catalogue.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const vendors = types.map((type) => type.split("/")[0] ?? "").filter((id) => id !== "logic");
  const titleOf = (id: string) => catalogue.data?.nodeTypes.find((type) => type.connector === id)?.connectorTitle ?? id;
  const shown = [...new Set([vendors[0], vendors.at(-1)].filter((id) => id !== undefined))];
  return (
    <span className="flex w-[52px] shrink-0">
      {shown.map((id, index) => (
        <Monogram
          key={id}
          name={titleOf(id)}
          size={28}
          className={index > 0 ? "-ml-1 outline-2 outline-surface" : undefined}
        />
      ))}
    </span>
  );
}

function DaySummary({ runs, flowId }: { runs: Record<string, number>; flowId: string }) {
  const total = Object.values(runs).reduce((sum, count) => sum + count, 0);
  const dead = (runs.dead ?? 0) + (runs.in_doubt ?? 0);
  const waiting = runs.parked ?? 0;
  if (total === 0) return <span className="text-ink-3">None</span>;
  return (
    <Link href={`/runs?flow=${flowId}`} className="whitespace-nowrap underline-offset-2 hover:underline">
      {total}
      {dead > 0 && <span className="text-bad"> · {dead} failed</span>}
      {waiting > 0 && <span className="text-info"> · {waiting} waiting</span>}
    </Link>
  );
}

function FlowMenu({ flow }: { flow: Flow }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const { may } = useSession();
  const [asking, setAsking] = useState(false);
  const again = () => queries.invalidateQueries(trpc.flows.pathFilter());
  const failed = (title: string) => (error: { message: string }) => void toast.failed(title, error.message);
  const setState = useMutation(
    trpc.flows.setState.mutationOptions({ onSuccess: again, onError: failed("The flow was not switched") }),
  );
  const remove = useMutation(
    trpc.flows.delete.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        void again();
        toast.done("Deleted", flow.name);
      },
      onError: failed("The flow was not deleted"),
    }),
  );
  return (
    <>
      <Menu
        trigger={<IconButton label={`More for ${flow.name}`} icon={IconMore} />}
        entries={[
          ...(flow.liveVersion !== null && may("flows.operate")
            ? [
                flow.state === "paused"
                  ? {
                      label: "Go live",
                      icon: IconRun,
                      onSelect: () => setState.mutate({ flowId: flow.id, state: "live" }),
                    }
                  : {
                      label: "Pause",
                      icon: IconPause,
                      onSelect: () => setState.mutate({ flowId: flow.id, state: "paused" }),
                    },
              ]
            : []),
          {
            label: "Export",
            icon: IconDownload,
            onSelect: () =>
              void client.flows.exportText
                .query({ flowId: flow.id })
                .then(({ name, text }) => saveFile(`${name}.flow.json`, text), failed("The flow was not exported")),
          },
          ...(may("flows.delete")
            ? [
                flow.state === "live"
                  ? { label: "Delete (pause it first)", icon: IconDelete, disabled: true, onSelect: () => {} }
                  : { label: "Delete", icon: IconDelete, danger: true, onSelect: () => setAsking(true) },
              ]
            : []),
        ]}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${flow.name}?`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ flowId: flow.id })}>
              Delete the flow
            </Button>
          </>
        }
      >
        <p>Its draft and versions are gone afterwards, and its triggers stop. Runs and what they wrote stay.</p>
      </Dialog>
    </>
  );
}
