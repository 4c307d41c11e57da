/** One rule that a value broke, as the validator reports it: where, which, and an English sentence without parameters. */
export interface SchemaError {
  keyword: string;
  keywordLocation: string;
  instanceLocation: string;
  error: string;
}

/** The validator tells which property is missing only in its sentence. */
export function missingProperty(error: SchemaError): string | undefined {
  return error.keyword === "required" ? /required property "(.*)"\.$/s.exec(error.error)?.[1] : undefined;
}
