"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

const boxClass =
  "w-full min-w-0 rounded-control border bg-surface px-2 text-ink transition-colors placeholder:text-ink-3 hover:border-line-strong aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-canvas disabled:text-ink-3";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong and what to do. */
  error?: ReactNode;
  required?: boolean;
  /** Shown behind the label: a type, a unit. */
  aside?: ReactNode;
  /** Only for screen readers. */
  hideLabel?: boolean;
}

/** A label, a control, a hint and an error, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  required,
  aside,
  hideLabel,
  children,
}: FieldProps & { children(ids: { id: string; labelId: string; describedBy: string | undefined }): ReactNode }) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className={cx("flex items-baseline gap-2", hideLabel && "sr-only")}>
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {label}
          {required && <span className="font-normal text-ink-3"> required</span>}
        </label>
        {aside && <span className="ml-auto text-meta text-ink-3">{aside}</span>}
      </div>
      {children({ id, labelId: `${id}-label`, describedBy: notes || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-meta text-ink-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-meta text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, "id"> & { "data-node-name"?: string };

export function TextField({ label, hint, error, required, aside, hideLabel, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} aside={aside} hideLabel={hideLabel}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          required={required}
          className={cx(boxClass, "h-8", className)}
          {...rest}
        />
      )}
    </Field>
  );
}

export type TextAreaProps = FieldProps & Omit<ComponentProps<"textarea">, "id">;

export function TextArea({ label, hint, error, required, aside, hideLabel, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} aside={aside} hideLabel={hideLabel}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          className={cx(boxClass, "py-1.5", className)}
          {...rest}
        />
      )}
    </Field>
  );
}
