"use client";
import type { Json, JsonObject, JsonSchema } from "#nodes/_core/json.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";
import { SchemaField } from "./SchemaField.tsx";

export interface SchemaFormProps {
  /** A schema of an object; each of its properties becomes a field. */
  schema: JsonSchema;
  value: JsonObject;
  /** `undefined` takes the field away. */
  onChange(key: string, value: Json | undefined): void;
  /** What is wrong, by field name. */
  errors?: Readonly<Record<string, string>>;
  disabled?: boolean;
}

/** A form from a JSON Schema: the required fields first, each with its title, type and what is wrong with it. */
export function SchemaForm({ schema, value, onChange, errors = {}, disabled = false }: SchemaFormProps) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      {fields.map(({ key, schema: field, required }) => (
        <SchemaField
          key={key}
          name={key}
          schema={field}
          required={required}
          value={value[key]}
          onChange={(next) => onChange(key, next)}
          error={errors[key]}
          disabled={disabled}
        />
      ))}
    </div>
  );
}

export interface FormField {
  key: string;
  schema: JsonSchema;
  required: boolean;
}

export function fieldsOf(schema: JsonSchema): FormField[] {
  if (!isSchema(schema.properties)) return [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.entries(schema.properties).flatMap(([key, field]): FormField[] =>
    // a field with a default is never missing, so the form does not demand it
    isSchema(field) ? [{ key, schema: field, required: required.has(key) && field.default === undefined }] : [],
  );
  return fields.toSorted((a, b) => Number(b.required) - Number(a.required));
}
