import { type DestinationStream, pino } from "pino";
import { LogLevel } from "#server/env.ts";

/**
 * Everything a log line may say besides its sentence. A closed list: bodies, query strings, headers and secrets have no
 * field, so they cannot slip in. Need another field? Add it here, where a reviewer sees it.
 */
export interface LogFields {
  org?: string;
  flow?: string;
  version?: string | number;
  node?: string;
  run?: string;
  step?: string;
  event?: string;
  effect?: string;
  endpoint?: string;
  connection?: string;
  connector?: string;
  request?: string;
  user?: string;
  attempt?: number;
  epoch?: number;
  class?: string;
  kind?: string;
  code?: string | number;
  status?: number;
  method?: string;
  /** Without its query string. */
  path?: string;
  durationMs?: number;
  count?: number;
  pid?: number;
  port?: number;
  signal?: string;
  error?: unknown;
}

export interface Logger {
  debug(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  error(fields: LogFields, sentence: string): void;
}

/** A logger for one room: one JSON object per line on standard output. */
export function createLogger(room: string, destination?: DestinationStream): Logger {
  const lines = pino(
    { level: levelNow(), base: { room }, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? stdout(),
  );
  return {
    debug: (fields, sentence) => lines.debug(allowed(fields), sentence),
    info: (fields, sentence) => lines.info(allowed(fields), sentence),
    warn: (fields, sentence) => lines.warn(allowed(fields), sentence),
    error: (fields, sentence) => lines.error(allowed(fields), sentence),
  };
}

const fieldNames = {
  org: true,
  flow: true,
  version: true,
  node: true,
  run: true,
  step: true,
  event: true,
  effect: true,
  endpoint: true,
  connection: true,
  connector: true,
  request: true,
  user: true,
  attempt: true,
  epoch: true,
  class: true,
  kind: true,
  code: true,
  status: true,
  method: true,
  path: true,
  durationMs: true,
  count: true,
  pid: true,
  port: true,
  signal: true,
  error: true,
} satisfies Record<keyof LogFields, true>;

/** The type already refuses other fields, but an object built elsewhere may carry more than its type says. */
function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!(name in fieldNames)) continue;
    if (name === "error") kept.error = explain(value);
    else if (name === "path") kept.path = String(value).split(/[?#]/)[0];
    else if (typeof value === "string") kept[name] = value.slice(0, 200);
    else if (typeof value === "number") kept[name] = value;
  }
  return kept;
}

/** What kind of error, where it came from, and its message without anything that looks like a secret. */
function explain(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const kind = "kind" in error && typeof error.kind === "string" ? { kind: error.kind } : {};
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    name: error.name,
    ...code,
    ...kind,
    message: scrub(error.message),
    at: frames.slice(0, 6).map((line) => line.trim()),
  };
}

const secretShapes: [RegExp, string][] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:[^\s@]*@/gi, "…://…@"],
  [/(\bhttps?:\/\/[^\s?#]+)[?#]\S*/gi, "$1"],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*){0,3}/g, "…"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 …"],
  [/\b([\w-]*(?:authorization|cookie|token|secret|password|api.?key)[\w-]*["']?\s*[:=]\s*)["']?[^\s"',;&}]+/gi, "$1…"],
  [/\b\d{13,19}\b/g, "…"],
];

/**
 * The last net under the log. Text from vendors is redacted before, by egress, which knows the connection's secrets;
 * here only their shapes are known.
 */
function scrub(text: string): string {
  return secretShapes
    .reduce((kept, [shape, instead]) => kept.replace(shape, instead), text.slice(0, 4_000))
    .slice(0, 2_000);
}

/** Read leniently: a wrong LOG_LEVEL already stopped the launcher with its own sentence. */
function levelNow(): string {
  const given = LogLevel.safeParse(process.env.LOG_LEVEL);
  return given.success ? given.data : "info";
}

/** Synchronous, so that the last lines before an exit are not lost. */
function stdout(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}
