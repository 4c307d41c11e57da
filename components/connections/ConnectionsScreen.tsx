"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Page, Sheet } from "../shell/Page.tsx";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconAlert, IconDone, IconPlus, IconReconnect } from "../ui/icons.ts";
import { Menu } from "../ui/Menu.tsx";
import { Monogram } from "../ui/Monogram.tsx";
import { Table, Td, Th, Tr } from "../ui/Table.tsx";
import { toast } from "../ui/Toasts.tsx";
import { AppDialog } from "./AppDialog.tsx";
import { callbackWords } from "./callback-words.ts";

type Answer = ApiOutputs["connections"]["list"];
type Connection = Answer["connections"][number];

export function ConnectionsScreen({ outcome }: { outcome: string | null }) {
  const trpc = useTRPC();
  const { may } = useSession();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const said = outcome === null ? null : callbackWords(outcome);
  return (
    <Page
      title="Connections"
      lead="Accounts at vendors. Secrets go in and never come out again."
      actions={connections.data && may("connections.edit") && <ConnectMenu connectors={connections.data.connectors} />}
    >
      {said && (
        <p
          role="status"
          className={`rounded-tile border px-3 py-2 ${said.good ? "border-ok/40 bg-ok-soft" : "border-bad/40 bg-bad-soft"}`}
        >
          {said.text}
        </p>
      )}
      <Sheet>
        <Loaded query={connections} failure="The connections could not be loaded">
          {({ connections: list }) =>
            list.length === 0 ? (
              <EmptyState title="No connection yet">
                The first template tried with sandboxes makes sandbox connections for you.
              </EmptyState>
            ) : (
              <Table
                label="Connections"
                head={
                  <>
                    <Th>Name</Th>
                    <Th>Account</Th>
                    <Th>Environment</Th>
                    <Th>State</Th>
                    <Th>Used by</Th>
                    <Th>
                      <span className="sr-only">Actions</span>
                    </Th>
                  </>
                }
              >
                {list.map((connection) => (
                  <ConnectionRow key={connection.id} connection={connection} />
                ))}
              </Table>
            )
          }
        </Loaded>
      </Sheet>
    </Page>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const { may } = useSession();
  const connect = useConnect();
  const sandbox = connection.environment === "sandbox";
  const ready = connection.state === "connected";
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-3">
          <Monogram name={connection.connectorTitle} size={28} sandbox={sandbox} />
          <span className="font-medium">{connection.name}</span>
        </span>
      </Td>
      <Td className="text-ink-2">{connection.account.name}</Td>
      <Td>
        {sandbox ? (
          <span className="rounded-[4px] border border-dashed border-warn px-1.5 text-[11px] font-medium tracking-wide text-warn">
            SANDBOX
          </span>
        ) : (
          "Live"
        )}
      </Td>
      <Td>
        {ready ? (
          <Chip tone="ok" icon={IconDone}>
            Connected
          </Chip>
        ) : (
          <span className="flex flex-col items-start gap-0.5">
            <Chip tone="bad" icon={IconAlert}>
              Needs consent
            </Chip>
            {connection.stateReason && <span className="text-meta text-ink-2">{connection.stateReason}</span>}
          </span>
        )}
      </Td>
      <Td className="text-ink-2">
        {connection.usedBy === 0
          ? "No live flow"
          : `${connection.usedBy} live ${connection.usedBy === 1 ? "flow" : "flows"}`}
      </Td>
      <Td className="text-right whitespace-nowrap">
        {sandbox && (
          <Link href={`/sandboxes/${connection.connector}`} className="text-accent underline-offset-2 hover:underline">
            Open the sandbox
          </Link>
        )}
        {!ready && may("connections.reauthenticate") && (
          <Button
            size="compact"
            icon={IconReconnect}
            className="ml-3"
            busy={connect.isPending}
            onClick={() =>
              connect.mutate({
                connector: connection.connector,
                environment: connection.environment,
                connectionId: connection.id,
              })
            }
          >
            Reconnect
          </Button>
        )}
      </Td>
    </Tr>
  );
}

/** The consent happens on the vendor's own page; before the first one, the organisation's app there is asked for. */
function ConnectMenu({ connectors }: { connectors: Answer["connectors"] }) {
  const connect = useConnect();
  const [registering, setRegistering] = useState<Answer["connectors"][number] | null>(null);
  return (
    <>
      <Menu
        trigger={
          <Button look="primary" icon={IconPlus} busy={connect.isPending}>
            Connect
          </Button>
        }
        entries={connectors.map((connector) => ({
          label: connector.title,
          onSelect: () =>
            connector.hasLiveApp
              ? connect.mutate({ connector: connector.id, environment: "live" })
              : setRegistering(connector),
        }))}
      />
      {registering && (
        <AppDialog
          connector={registering}
          onClose={() => setRegistering(null)}
          onConnect={() => connect.mutate({ connector: registering.id, environment: "live" })}
        />
      )}
    </>
  );
}

function useConnect() {
  const trpc = useTRPC();
  return useMutation(
    trpc.connections.beginConnect.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
      onError: (error) => toast.failed("The vendor's consent page could not be opened", error.message),
    }),
  );
}
