"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Json } from "#nodes/_core/json.ts";
import { Time } from "../runs/Time.tsx";
import { useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { JsonTree } from "../ui/JsonTree.tsx";
import { Table, Td, Th, Tr } from "../ui/Table.tsx";
import { RowGestures } from "./RowGestures.tsx";
import type { TwinSummary } from "./SandboxScreen.tsx";

type View = TwinSummary["views"][number];

/** Records of one of the vendor's tables, newest first, followed while somebody looks. */
export function RecordsTable({ twin, view }: { twin: TwinSummary; view: View }) {
  const trpc = useTRPC();
  const { may } = useSession();
  const [opened, setOpened] = useState<{ id: string; body: Json } | null>(null);
  const records = useQuery(
    trpc.twins.records.queryOptions(
      { vendor: twin.vendor, collection: view.collection },
      { refetchInterval: 3_000, staleTime: 0 },
    ),
  );
  const gestures = may("sandboxes.use") ? twin.gestures.filter((gesture) => gesture.on === view.collection) : [];
  return (
    <Loaded query={records} failure="The records could not be loaded">
      {({ records: rows, total }) =>
        rows.length === 0 ? (
          <EmptyState title={`No ${view.title.toLowerCase()} yet`}>
            What flows write here shows up by itself.
          </EmptyState>
        ) : (
          <>
            <Table
              label={view.title}
              head={
                <>
                  {view.columns.map((column) => (
                    <Th key={column.field} className={column.numeric ? "text-right" : undefined}>
                      {column.title}
                    </Th>
                  ))}
                  <Th className="text-right">Changed</Th>
                  <Th className="sticky right-0 bg-raised">
                    <span className="sr-only">Actions</span>
                  </Th>
                </>
              }
            >
              {rows.map((row) => (
                <Tr key={row.id}>
                  {view.columns.map((column, index) => (
                    <Td
                      key={column.field}
                      className={column.numeric ? "text-right font-mono text-meta" : "max-w-56 truncate"}
                    >
                      {index === 0 ? (
                        <button
                          type="button"
                          onClick={() => setOpened({ id: row.id, body: row.body })}
                          className="rounded-control font-medium text-accent underline-offset-2 hover:underline"
                        >
                          {cellText(row.body[column.field]) || row.id}
                        </button>
                      ) : (
                        cellText(row.body[column.field])
                      )}
                    </Td>
                  ))}
                  <Td className="text-right whitespace-nowrap text-ink-3">
                    <Time at={row.updatedAt} />
                  </Td>
                  <Td className="sticky right-0 bg-surface text-right whitespace-nowrap">
                    <RowGestures vendor={twin.vendor} gestures={gestures} record={row} />
                  </Td>
                </Tr>
              ))}
            </Table>
            {total > rows.length && (
              <p className="figures border-t px-4 py-2 text-ink-3">
                The newest {rows.length} of {total}
              </p>
            )}
            <Dialog
              open={opened !== null}
              onOpenChange={(open) => {
                if (!open) setOpened(null);
              }}
              title={`${view.title}: ${opened?.id ?? ""}`}
              description="As the sandbox keeps it."
              size="wide"
            >
              <JsonTree value={opened?.body} open={3} name="Record" />
            </Dialog>
          </>
        )
      }
    </Loaded>
  );
}

/** What stands in a cell: plain values as they are, anything deeper by its size. */
function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? value.slice(0, 10) : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? `${value.length} entries` : "…";
}
