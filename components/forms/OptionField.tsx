"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "../ui/Button.tsx";
import { IconRetry } from "../ui/icons.ts";
import { Select } from "../ui/Select.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { Field, TextField } from "../ui/TextField.tsx";
import { useOptionLists } from "./option-lists.ts";

interface OptionFieldProps {
  label: string;
  hint?: string;
  error?: string;
  required: boolean;
  list: string;
  value: string;
  onChange(value: string | undefined): void;
  disabled: boolean;
}

/** Five minutes: such lists change rarely, and a vendor's quota is shared with the runs. */
const freshMs = 300_000;

/**
 * A choice from a list that the vendor keeps. A saved value stays even when the list no longer has it; without a
 * connection, or where the list cannot be read, an id can still be typed.
 */
export function OptionField({ label, hint, error, required, list, value, onChange, disabled }: OptionFieldProps) {
  const lists = useOptionLists();
  const query = useQuery({
    queryKey: ["option-list", lists?.scope, list],
    queryFn: () => lists?.load(list) ?? [],
    enabled: lists !== null,
    staleTime: freshMs,
    retry: false,
  });
  const base = { label, error, required };
  if (lists && query.isPending)
    return (
      <Field {...base} hint={hint}>
        {() => <Skeleton className="h-8 w-full" />}
      </Field>
    );
  if (!lists || query.isError)
    return (
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <TextField
            {...base}
            hint={
              query.error
                ? `The list cannot be read: ${query.error.message} An id can be pasted.`
                : "Choose a connection to see the list, or paste an id."
            }
            value={value}
            disabled={disabled}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        </div>
        {query.isError && (
          <Button icon={IconRetry} onClick={() => query.refetch()}>
            Retry
          </Button>
        )}
      </div>
    );
  const options = query.data ?? [];
  const known = value === "" || options.some((option) => option.value === value);
  return (
    <Field {...base} hint={hint}>
      {({ labelId }) => (
        <Select
          label={label}
          labelledBy={labelId}
          value={value || null}
          options={known ? options : [...options, { value, label: value, hint: "Not in the list any more" }]}
          onChange={onChange}
          disabled={disabled}
          invalid={error !== undefined}
        />
      )}
    </Field>
  );
}
