"use client";
import type { Json } from "#nodes/_core/json.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { IconDelete, IconPlus } from "../ui/icons.ts";
import { defaultsOf } from "./defaults-of.ts";
import { SchemaField, type SchemaFieldProps } from "./SchemaField.tsx";

/** A list of fields or groups, with a way to add and to take away. */
export function ListField({
  schema,
  value,
  onChange,
  error,
  disabled,
  label,
  hint,
}: SchemaFieldProps & { label: string; hint: string | undefined }) {
  const items: Json[] = Array.isArray(value) ? value : [];
  const itemSchema = isSchema(schema.items) ? schema.items : {};
  const fresh = (): Json => (itemSchema.type === "object" ? defaultsOf(itemSchema) : "");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{label}</legend>
      {hint && <p className="text-meta text-ink-3">{hint}</p>}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list have no identity but their place
        <div key={index} className="flex items-end gap-1">
          <div className="min-w-0 flex-1">
            <SchemaField
              name={`${label} ${index + 1}`}
              schema={itemSchema}
              required={false}
              value={item}
              onChange={(next) => onChange(items.with(index, next ?? ""))}
              disabled={disabled}
            />
          </div>
          <IconButton
            label={`Remove ${label} ${index + 1}`}
            icon={IconDelete}
            disabled={disabled}
            onClick={() => onChange(items.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button
        size="compact"
        icon={IconPlus}
        disabled={disabled}
        className="self-start"
        onClick={() => onChange([...items, fresh()])}
      >
        Add
      </Button>
      {error && <p className="text-meta text-bad">{error}</p>}
    </fieldset>
  );
}
