"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { OptionField } from "../forms/OptionField.tsx";
import { OptionListsProvider } from "../forms/option-lists.ts";
import { type ApiOutputs, useTRPC, useTRPCClient } from "../trpc/client.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Select } from "../ui/Select.tsx";
import { Field, TextField } from "../ui/TextField.tsx";

type Template = ApiOutputs["templates"]["list"][number];
type Question = Template["questions"][number];

/** Which connections, and the few questions of a template. What stays open can be answered on the canvas. */
export function TemplateWizard({ template, onClose }: { template: Template; onClose(): void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const use = useMutation(
    trpc.templates.use.mutationOptions({ onSuccess: ({ flowId }) => router.push(`/flows/${flowId}`) }),
  );
  const answer = (id: string, value: string | undefined) => {
    const { [id]: _old, ...rest } = answers;
    setAnswers(value === undefined ? rest : { ...rest, [id]: value });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={template.title}
      description="It becomes a draft: nothing runs until you publish it."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            busy={use.isPending || use.isSuccess}
            onClick={() => use.mutate({ templateId: template.id, answers, connections: chosen })}
          >
            Create the draft
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {template.connectors.map((connector) => {
          const fitting = connections.data?.connections.filter((entry) => entry.connector === connector) ?? [];
          const title = fitting[0]?.connectorTitle ?? connector;
          return (
            <Field
              key={connector}
              label={`${title} connection`}
              hint={fitting.length === 0 ? "None yet: make one under Connections." : undefined}
            >
              {({ labelId }) => (
                <Select
                  label={`${title} connection`}
                  labelledBy={labelId}
                  value={chosen[connector] ?? null}
                  disabled={fitting.length === 0}
                  placeholder="Choose later on the canvas"
                  options={fitting.map((entry) => ({
                    value: entry.id,
                    label: entry.name,
                    hint: entry.environment === "sandbox" ? "Sandbox: nothing real" : entry.account.name,
                  }))}
                  onChange={(id) => setChosen({ ...chosen, [connector]: id })}
                />
              )}
            </Field>
          );
        })}
        {template.questions.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            connectionId={question.options ? (chosen[question.options.connector] ?? null) : null}
            value={answers[question.id] ?? ""}
            onChange={(value) => answer(question.id, value)}
          />
        ))}
        {use.error && (
          <p role="alert" className="text-bad">
            {use.error.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface QuestionFieldProps {
  question: Question;
  connectionId: string | null;
  value: string;
  onChange(value: string | undefined): void;
}

function QuestionField({ question, connectionId, value, onChange }: QuestionFieldProps) {
  const client = useTRPCClient();
  const { title, options, choices } = question;
  if (options)
    return (
      <OptionListsProvider
        value={
          connectionId === null
            ? null
            : {
                scope: connectionId,
                load: async (list) => (await client.connections.options.query({ connectionId, list })).items,
              }
        }
      >
        <OptionField
          label={title}
          list={options.list}
          value={value}
          onChange={onChange}
          required={false}
          disabled={false}
        />
      </OptionListsProvider>
    );
  if (choices)
    return (
      <Field label={title}>
        {({ labelId }) => (
          <Select
            label={title}
            labelledBy={labelId}
            value={value || null}
            placeholder="As the template has it"
            options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
            onChange={onChange}
          />
        )}
      </Field>
    );
  return <TextField label={title} value={value} onChange={(event) => onChange(event.target.value || undefined)} />;
}
