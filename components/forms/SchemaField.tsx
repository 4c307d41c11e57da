"use client";
import type { Json, JsonObject, JsonSchema } from "#nodes/_core/json.ts";
import { isJsonObject } from "#nodes/_core/json.ts";
import { isSchema, titleOf } from "#nodes/_core/schema/schema-at.ts";
import { Checkbox } from "../ui/Checkbox.tsx";
import { Select } from "../ui/Select.tsx";
import { Field, TextArea, TextField } from "../ui/TextField.tsx";
import { ListField } from "./ListField.tsx";
import { OptionField } from "./OptionField.tsx";
import { SchemaForm } from "./SchemaForm.tsx";

export interface SchemaFieldProps {
  name: string;
  schema: JsonSchema;
  required: boolean;
  value: Json | undefined;
  onChange(value: Json | undefined): void;
  error?: string;
  disabled: boolean;
}

/** One field, in the control that its schema asks for. What no control can edit is edited as JSON, never hidden. */
export function SchemaField(props: SchemaFieldProps) {
  const { name, schema, required, value, onChange, error, disabled } = props;
  const label = titleOf(schema) ?? name;
  const hint = typeof schema.description === "string" ? schema.description : undefined;
  const base = { label, hint, error, required };
  const type = typeOf(schema);

  if (typeof schema["x-options"] === "string")
    return (
      <OptionField {...base} list={schema["x-options"]} value={text(value)} onChange={onChange} disabled={disabled} />
    );
  if (Array.isArray(schema.enum)) {
    const titles = isSchema(schema["x-enum-titles"]) ? schema["x-enum-titles"] : {};
    const options = schema.enum
      .filter((option) => typeof option === "string")
      .map((option) => ({ value: option, label: typeof titles[option] === "string" ? titles[option] : option }));
    return (
      <Field {...base}>
        {({ labelId }) => (
          <Select
            label={label}
            labelledBy={labelId}
            value={text(value) || text(asJson(schema.default)) || null}
            options={options}
            onChange={onChange}
            disabled={disabled}
            invalid={error !== undefined}
          />
        )}
      </Field>
    );
  }
  if (type === "boolean")
    return (
      <div>
        <Checkbox checked={value === true} onChange={onChange} disabled={disabled}>
          {label}
        </Checkbox>
        {hint && <p className="ml-6 text-meta text-ink-3">{hint}</p>}
        {error && <p className="ml-6 text-meta text-bad">{error}</p>}
      </div>
    );
  if (type === "number" || type === "integer")
    return (
      <TextField
        {...base}
        inputMode="decimal"
        className="figures"
        defaultValue={text(value)}
        disabled={disabled}
        onChange={(event) => {
          const typed = event.target.value.trim();
          if (typed === "") onChange(undefined);
          else if (Number.isFinite(Number(typed))) onChange(Number(typed));
        }}
      />
    );
  if (type === "array") return <ListField {...props} label={label} hint={hint} />;
  if (type === "object")
    return (
      <fieldset className="flex flex-col gap-3 rounded-tile border p-3">
        <legend className="px-1 font-medium">{label}</legend>
        <SchemaForm
          schema={schema}
          value={isJsonObject(value) ? value : {}}
          onChange={(key, next) => onChange(withMember(isJsonObject(value) ? value : {}, key, next))}
          disabled={disabled}
        />
      </fieldset>
    );
  if (type === "string" || type === undefined) {
    const long = typeof schema.maxLength === "number" && schema.maxLength > 300;
    const shared = {
      ...base,
      value: text(value),
      disabled,
      placeholder: typeof schema.default === "string" ? schema.default : undefined,
    };
    const change = (next: string) => onChange(next === "" ? undefined : next);
    return long ? (
      <TextArea {...shared} rows={3} onChange={(event) => change(event.target.value)} />
    ) : (
      <TextField
        {...shared}
        type={schema.format === "date" ? "date" : "text"}
        onChange={(event) => change(event.target.value)}
      />
    );
  }
  return null;
}

export function withMember(value: JsonObject, key: string, member: Json | undefined): JsonObject {
  const { [key]: _old, ...rest } = value;
  return member === undefined ? rest : { ...rest, [key]: member };
}

function typeOf(schema: JsonSchema): string | undefined {
  const types: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  const named = types.find((type) => typeof type === "string" && type !== "null");
  return typeof named === "string" ? named : undefined;
}

const text = (value: Json | undefined): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

const asJson = (value: unknown): Json | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
