"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Page } from "../shell/Page.tsx";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconForward, IconRun } from "../ui/icons.ts";
import { Monogram } from "../ui/Monogram.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { TemplateWizard } from "./TemplateWizard.tsx";

type Template = ApiOutputs["templates"]["list"][number];

export function TemplatesScreen() {
  const trpc = useTRPC();
  const templates = useQuery(trpc.templates.list.queryOptions());
  const [chosen, setChosen] = useState<Template | null>(null);
  return (
    <Page title="Templates" lead="Ready flows. Try one with sandboxes first: nothing real is read or written.">
      <Loaded
        query={templates}
        failure="The templates could not be loaded"
        loading={<Skeleton className="h-44 rounded-panel!" />}
      >
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No templates in this installation" />
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {list.map((template) => (
                <TemplateCard key={template.id} template={template} onConfigure={() => setChosen(template)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {chosen && <TemplateWizard template={chosen} onClose={() => setChosen(null)} />}
    </Page>
  );
}

function TemplateCard({ template, onConfigure }: { template: Template; onConfigure(): void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { may } = useSession();
  const catalogue = useQuery(trpc.catalogue.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const titleOf = (id: string) => catalogue.data?.nodeTypes.find((type) => type.connector === id)?.connectorTitle ?? id;
  const use = useMutation(
    trpc.templates.use.mutationOptions({
      onSuccess: ({ flowId, problems }) => {
        if (problems.length > 0) toast.failed("The flow could not be published", problems[0]?.message);
        router.push(`/flows/${flowId}?watch`);
      },
      onError: (error) => toast.failed("The template could not be tried", error.message),
    }),
  );
  return (
    <li className="flex flex-col gap-4 rounded-panel border bg-surface p-5">
      <div className="flex items-center gap-2">
        {template.connectors.map((id, index) => (
          <span key={id} className="flex items-center gap-2">
            {index > 0 && <IconForward aria-hidden size={16} className="text-ink-3" />}
            <Monogram name={titleOf(id)} />
            <span className="font-medium">{titleOf(id)}</span>
          </span>
        ))}
      </div>
      <div className="flex-1">
        <h2 className="title">{template.title}</h2>
        <p className="mt-1 text-reading text-ink-2">{template.outcome}</p>
      </div>
      {may("flows.edit") && (
        <div className="flex flex-wrap items-center gap-2">
          {may("flows.publish") && (
            <Button
              look="primary"
              icon={IconRun}
              busy={use.isPending || use.isSuccess}
              onClick={() => use.mutate({ templateId: template.id, withSandboxes: true })}
            >
              {use.isPending || use.isSuccess ? "Setting up" : "Try with sandboxes"}
            </Button>
          )}
          <Button disabled={use.isPending} onClick={onConfigure}>
            Use with my connections
          </Button>
        </div>
      )}
    </li>
  );
}
