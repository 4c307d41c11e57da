"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Page, Sheet } from "../shell/Page.tsx";
import { useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button, buttonClass } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconImport, IconPlus } from "../ui/icons.ts";
import { toast } from "../ui/Toasts.tsx";
import { FlowsTable } from "./FlowsTable.tsx";
import { NewFlowDialog } from "./NewFlowDialog.tsx";

/** Larger files are no flows. */
const importLimit = 5_000_000;

export function FlowsScreen() {
  const trpc = useTRPC();
  const router = useRouter();
  const { may } = useSession();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const [naming, setNaming] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const importing = useMutation(
    trpc.flows.importText.mutationOptions({
      onSuccess: ({ id }) => router.push(`/flows/${id}`),
      onError: (error) => toast.failed("The file was not imported", error.message),
    }),
  );
  const edits = may("flows.edit");
  return (
    <Page
      title="Flows"
      lead="From what happens at one vendor to what must happen at another."
      actions={
        edits && (
          <>
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              className="hidden"
              aria-label="Flow file"
              onChange={async (event) => {
                const [chosen] = event.target.files ?? [];
                event.target.value = "";
                if (!chosen) return;
                if (chosen.size > importLimit) return void toast.failed("The file is too large to be a flow");
                importing.mutate({ text: await chosen.text() });
              }}
            />
            <Button icon={IconImport} busy={importing.isPending} onClick={() => file.current?.click()}>
              Import
            </Button>
            <Button look="primary" icon={IconPlus} onClick={() => setNaming(true)}>
              New flow
            </Button>
          </>
        )
      }
    >
      <Sheet>
        <Loaded query={flows} failure="The flows could not be loaded">
          {(list) =>
            list.length === 0 ? (
              <EmptyState
                title="No flow yet"
                actions={
                  <>
                    <Link href="/templates" className={buttonClass("plain")}>
                      Start from a template
                    </Link>
                    {edits && <Button onClick={() => setNaming(true)}>Draw one yourself</Button>}
                  </>
                }
              >
                A template tried with sandboxes runs within a minute and touches nothing real.
              </EmptyState>
            ) : (
              <FlowsTable flows={list} />
            )
          }
        </Loaded>
      </Sheet>
      <NewFlowDialog open={naming} onOpenChange={setNaming} onCreated={(id) => router.push(`/flows/${id}`)} />
    </Page>
  );
}
