"use client";
import { useQuery } from "@tanstack/react-query";
import { Time } from "../runs/Time.tsx";
import { useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { Chip } from "../ui/Chip.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconDone, IconFailed, IconWarning } from "../ui/icons.ts";
import { Table, Td, Th, Tr } from "../ui/Table.tsx";

/** What the sandbox was asked, newest first, and whether it changed anything. */
export function RequestsTable({ vendor }: { vendor: string }) {
  const trpc = useTRPC();
  const requests = useQuery(
    trpc.twins.requests.queryOptions({ vendor, limit: 100 }, { refetchInterval: 3_000, staleTime: 0 }),
  );
  return (
    <Loaded query={requests} failure="The requests could not be loaded">
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title="Nobody has asked this sandbox anything" />
        ) : (
          <Table
            label="Requests"
            head={
              <>
                <Th>Answer</Th>
                <Th>Request</Th>
                <Th>Changed a record</Th>
                <Th>Idempotency key</Th>
                <Th className="text-right">When</Th>
              </>
            }
          >
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td>
                  <StatusChip status={row.status} fault={row.fault} />
                </Td>
                <Td className="max-w-0 w-1/2 truncate font-mono text-meta" title={`${row.method} ${row.path}`}>
                  {row.method} {row.path}
                </Td>
                <Td>{row.applied ? "Yes" : "No"}</Td>
                <Td className="max-w-40 truncate font-mono text-meta text-ink-3">{row.key}</Td>
                <Td className="text-right whitespace-nowrap text-ink-3">
                  <Time at={row.at} />
                </Td>
              </Tr>
            ))}
          </Table>
        )
      }
    </Loaded>
  );
}

function StatusChip({ status, fault }: { status: number; fault: string | null }) {
  const good = status >= 200 && status < 300;
  return (
    <Chip tone={fault ? "warn" : good ? "ok" : "bad"} icon={fault ? IconWarning : good ? IconDone : IconFailed}>
      <span className="figures">{status === 0 ? "cut off" : status}</span>
      {fault && " on purpose"}
    </Chip>
  );
}
