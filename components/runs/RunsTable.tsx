import Link from "next/link";
import { Marked } from "../ui/Marked.tsx";
import { Table, Td, Th, Tr } from "../ui/Table.tsx";
import { showDuration } from "./duration.ts";
import type { RunView } from "./run-view.ts";
import { StateChip } from "./StateChip.tsx";
import { Time } from "./Time.tsx";

export function RunsTable({ runs }: { runs: RunView[] }) {
  return (
    <Table
      label="Runs"
      head={
        <>
          <Th>State</Th>
          <Th>About</Th>
          <Th>Flow</Th>
          <Th className="text-right">Took</Th>
          <Th className="text-right">Began</Th>
        </>
      }
    >
      {runs.map((run) => (
        <Tr key={run.id}>
          <Td>
            <StateChip state={run.state} />
          </Td>
          <Td className="w-1/2 max-w-0">
            <Link href={`/runs/${run.id}`} className="block rounded-control">
              <span className="block truncate font-medium hover:underline">{run.businessKey || run.id}</span>
              {(run.fault || run.waitsFor) && (
                <span className="block truncate text-meta text-ink-2">
                  {run.fault ? <Marked text={run.fault.message} /> : run.waitsFor}
                  {run.resumesAt && (
                    <>
                      {" "}
                      Resumes <Time at={run.resumesAt} />.
                    </>
                  )}
                </span>
              )}
            </Link>
          </Td>
          <Td className="w-1/3 max-w-0">
            <span className="block truncate text-ink-2">
              {run.flowName} <span className="text-ink-3">v{run.version}</span>
            </span>
          </Td>
          <Td className="text-right font-mono text-meta whitespace-nowrap text-ink-2">
            {run.finishedAt ? showDuration(run.finishedAt.getTime() - run.createdAt.getTime()) : ""}
          </Td>
          <Td className="text-right whitespace-nowrap text-ink-2">
            <Time at={run.createdAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
