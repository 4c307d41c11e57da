"use client";
import { Select as Base } from "@base-ui/react/select";
import { cx } from "./cx.ts";
import { IconCheck, IconUpDown } from "./icons.ts";

export interface SelectOption {
  value: string;
  label: string;
  /** A second, quieter line. */
  hint?: string;
}

interface SelectProps {
  label: string;
  /** Where a visible label stands elsewhere. */
  labelledBy?: string;
  value: string | null;
  options: SelectOption[];
  onChange(value: string): void;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  className?: string;
}

export function Select({
  label,
  labelledBy,
  value,
  options,
  onChange,
  placeholder,
  disabled,
  invalid,
  className,
}: SelectProps) {
  // The empty value counts as "nothing chosen"; an option that has it ("All runs") is a choice all the same.
  const empty = options.find((option) => option.value === "");
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => {
        if (typeof next === "string") onChange(next);
      }}
      disabled={disabled}
    >
      <Base.Trigger
        aria-label={labelledBy ? undefined : label}
        aria-labelledby={labelledBy}
        aria-invalid={invalid || undefined}
        className={cx(
          "flex h-8 w-full min-w-0 items-center gap-2 rounded-control border bg-surface px-2 text-left transition-colors hover:border-line-strong",
          "aria-invalid:border-bad data-disabled:cursor-not-allowed data-disabled:bg-canvas data-disabled:text-ink-3",
          className,
        )}
      >
        <Base.Value
          className={cx("flex-1 truncate", empty ? "" : "data-placeholder:text-ink-3")}
          placeholder={placeholder ?? empty?.label ?? "Choose"}
        />
        <Base.Icon>
          <IconUpDown aria-hidden size={14} className="text-ink-3" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 select-none">
          <Base.Popup className="popup max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-auto p-1">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="grid cursor-pointer grid-cols-[1rem_1fr] items-center gap-x-2 rounded-control px-2 py-1 outline-none data-highlighted:bg-accent-soft"
                >
                  <Base.ItemIndicator>
                    <IconCheck aria-hidden size={14} className="text-accent" />
                  </Base.ItemIndicator>
                  <Base.ItemText className="col-start-2">{option.label}</Base.ItemText>
                  {option.hint && <span className="col-start-2 text-meta text-ink-3">{option.hint}</span>}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
