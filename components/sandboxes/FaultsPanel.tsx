"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../trpc/client.ts";
import { Loaded } from "../trpc/Loaded.tsx";
import { useSession } from "../trpc/use-session.ts";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { IconDelete } from "../ui/icons.ts";
import { Select } from "../ui/Select.tsx";
import { Field } from "../ui/TextField.tsx";
import { toast } from "../ui/Toasts.tsx";
import { faultChoices, faultWords } from "./fault-choices.ts";

const times = [
  { value: "1", label: "For the next request" },
  { value: "3", label: "For the next 3 requests" },
  { value: "10", label: "For the next 10 requests" },
  { value: "all", label: "Until it is taken away" },
];

/** Makes the sandbox fail on purpose, to see what becomes of a flow. Also for a flow that somebody else watches. */
export function FaultsPanel({ vendor, title }: { vendor: string; title: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { may } = useSession();
  const [chosen, setChosen] = useState("down");
  const [count, setCount] = useState("all");
  const faults = useQuery(trpc.twins.faults.queryOptions({ vendor }, { refetchInterval: 3_000, staleTime: 0 }));
  const again = () => queries.invalidateQueries(trpc.twins.faults.pathFilter());
  const failed = (error: { message: string }) => void toast.failed("The failure was not changed", error.message);
  const set = useMutation(trpc.twins.setFault.mutationOptions({ onSuccess: again, onError: failed }));
  const clear = useMutation(trpc.twins.clearFaults.mutationOptions({ onSuccess: again, onError: failed }));
  const choice = faultChoices.find((candidate) => candidate.id === chosen);
  const allowed = may("sandboxes.use");

  return (
    <div className="grid gap-6 p-4 lg:grid-cols-2">
      <section className="flex flex-col gap-3" aria-label="Set a failure">
        <Field label="What goes wrong" hint={choice?.about}>
          {({ labelId }) => (
            <Select
              label="What goes wrong"
              labelledBy={labelId}
              value={chosen}
              options={faultChoices.map(({ id, title: name, mutates }) => ({
                value: id,
                label: name,
                hint: mutates ? "Requests that write" : "Every request",
              }))}
              onChange={setChosen}
              disabled={!allowed}
            />
          )}
        </Field>
        <Field label="How long">
          {({ labelId }) => (
            <Select
              label="How long"
              labelledBy={labelId}
              value={count}
              options={times}
              onChange={setCount}
              disabled={!allowed}
            />
          )}
        </Field>
        <Button
          className="self-start"
          look="primary"
          busy={set.isPending}
          disabled={!allowed || !choice}
          onClick={() => {
            if (!choice) return;
            set.mutate({
              vendor,
              fault: {
                match: choice.mutates ? { mutates: true } : {},
                strike: choice.strike,
                remaining: count === "all" ? null : Number(count),
              },
            });
          }}
        >
          Break {title}
        </Button>
      </section>
      <section aria-label="Failures that are set">
        <header className="mb-2 flex items-center gap-2">
          <h2 className="flex-1 font-medium">Set now</h2>
          {(faults.data?.length ?? 0) > 0 && allowed && (
            <Button size="compact" busy={clear.isPending} onClick={() => clear.mutate({ vendor })}>
              Clear all
            </Button>
          )}
        </header>
        <Loaded query={faults} failure="The failures could not be loaded">
          {(list) =>
            list.length === 0 ? (
              <p className="rounded-tile border px-3 py-2 text-ink-2">None. The sandbox works as the vendor does.</p>
            ) : (
              <ul className="flex flex-col gap-2">
                {list.map((fault) => (
                  <li
                    key={fault.id}
                    className="flex items-center gap-2 rounded-tile border border-warn/50 bg-warn-soft py-1 pr-1 pl-3"
                  >
                    <span className="flex-1">
                      {faultWords(fault.strike)}
                      <span className="figures text-ink-2">
                        {" "}
                        · {fault.match.mutates ? "requests that write" : "every request"} ·{" "}
                        {fault.remaining === null ? "until taken away" : `${fault.remaining} more`}
                      </span>
                    </span>
                    {allowed && (
                      <IconButton
                        label={`Take away: ${faultWords(fault.strike)}`}
                        icon={IconDelete}
                        onClick={() => clear.mutate({ vendor, id: fault.id })}
                      />
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}
