import * as z from "zod";

/** What the environment says, checked. In the launcher, where the database and the secret may still have to be made. */
export interface LaunchEnv {
  port: number;
  host: string;
  /** Origin under which browsers reach this installation, without a slash at the end. */
  baseUrl: string;
  databaseUrl: string | undefined;
  secret: string | undefined;
  /** The secret before, while it is being changed. */
  previousSecret: string | undefined;
  dataDir: string;
  /** Targets inside the own network that the installation (never a tenant) lets flows call. */
  egressAllow: { host: string; port: number }[];
  /** Proxies in front of us: the client's address is the n-th X-Forwarded-For entry from the right. */
  trustedProxies: number;
  logLevel: LogLevel;
  concurrency: { realtime: number; standard: number; batch: number };
  /** The launcher brought its own PostgreSQL: one machine, a demo workspace, sign-in by a printed link. */
  embedded: boolean;
}

/** The environment of web, worker and scripts: the launcher has filled in what was missing. */
export interface Env extends LaunchEnv {
  databaseUrl: string;
  secret: string;
}

export type LogLevel = z.infer<typeof LogLevel>;
export const LogLevel = z.enum(["trace", "debug", "info", "warn", "error", "silent"]);

/** A value in the environment that can't be used; the message is for the person who set it. */
export class EnvError extends Error {
  override name = "EnvError";
}

type Source = Readonly<Record<string, string | undefined>>;

/** Throws an EnvError that names each wrong variable and says what it must be. Values are not repeated: some are secret. */
export function readLaunchEnv(source: Source = process.env): LaunchEnv {
  // an empty value counts as absent: compose files and CI systems pass variables on that way
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues
        .map(
          (issue) => `${issue.path.join(".")} ${issue.message} Correct it in the environment or in .env, or remove it.`,
        )
        .join("\n"),
    );
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    baseUrl: values.BASE_URL ?? `http://localhost:${values.PORT}`,
    databaseUrl: values.DATABASE_URL,
    secret: values.MILLRACE_SECRET,
    previousSecret: values.MILLRACE_SECRET_PREVIOUS,
    dataDir: values.MILLRACE_DATA_DIR,
    egressAllow: values.EGRESS_ALLOW,
    trustedProxies: values.TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL ?? (values.MILLRACE_EMBEDDED ? "warn" : "info"),
    concurrency: {
      realtime: values.REALTIME_CONCURRENCY,
      standard: values.STANDARD_CONCURRENCY,
      batch: values.BATCH_CONCURRENCY,
    },
    embedded: values.MILLRACE_EMBEDDED,
  };
}

/** The same for everything the launcher starts. */
export function readEnv(source: Source = process.env): Env {
  const env = readLaunchEnv(source);
  const { databaseUrl, secret } = env;
  if (databaseUrl === undefined) throw new EnvError("DATABASE_URL is missing. Start with npm start, which sets it.");
  if (secret === undefined) throw new EnvError("MILLRACE_SECRET is missing. Start with npm start, which sets it.");
  return { ...env, databaseUrl, secret };
}

/** What a child process must find in its environment to read back the same values. */
export function toVariables(env: Env): Record<string, string> {
  return {
    PORT: String(env.port),
    HOST: env.host,
    BASE_URL: env.baseUrl,
    DATABASE_URL: env.databaseUrl,
    MILLRACE_SECRET: env.secret,
    MILLRACE_SECRET_PREVIOUS: env.previousSecret ?? "",
    MILLRACE_DATA_DIR: env.dataDir,
    MILLRACE_EMBEDDED: env.embedded ? "1" : "",
    EGRESS_ALLOW: env.egressAllow
      .map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`)
      .join(","),
    TRUSTED_PROXIES: String(env.trustedProxies),
    LOG_LEVEL: env.logLevel,
    REALTIME_CONCURRENCY: String(env.concurrency.realtime),
    STANDARD_CONCURRENCY: String(env.concurrency.standard),
    BATCH_CONCURRENCY: String(env.concurrency.batch),
  };
}

const Secret = z
  .string()
  .refine(isGoodSecret, "must be at least 32 random characters, for example the output of: openssl rand -base64 32.");

const Variables = z.object({
  PORT: wholeNumber(1, 65_535, 3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, "must be an address or a host name to listen on, for example 127.0.0.1 or 0.0.0.0.")
    .default("127.0.0.1"),
  BASE_URL: z.string().transform(toOrigin).optional(),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, "must be a PostgreSQL address such as postgresql://user:password@host:5432/database.")
    .optional(),
  MILLRACE_SECRET: Secret.optional(),
  /** Only while the secret is being changed: what was sealed under the old one still opens. */
  MILLRACE_SECRET_PREVIOUS: Secret.optional(),
  MILLRACE_DATA_DIR: z.string().default(".data"),
  MILLRACE_EMBEDDED: z
    .literal("1", "is set by npm start only.")
    .transform(() => true)
    .default(false),
  EGRESS_ALLOW: z.string().transform(toTargets).default([]),
  TRUSTED_PROXIES: wholeNumber(0, 10, 0),
  LOG_LEVEL: z.enum(LogLevel.options, `must be one of ${LogLevel.options.join(", ")}.`).optional(),
  REALTIME_CONCURRENCY: wholeNumber(1, 500, 64),
  STANDARD_CONCURRENCY: wholeNumber(1, 500, 128),
  BATCH_CONCURRENCY: wholeNumber(1, 500, 16),
});

function wholeNumber(least: number, most: number, fallback: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `must be a whole number from ${least} to ${most}, for example ${fallback}.`,
    )
    .transform(Number)
    .default(fallback);
}

function toOrigin(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash && !url.username) {
    return url.origin;
  }
  context.addIssue(
    "must be where browsers reach this server, without a path, for example https://millrace.example.com.",
  );
  return z.NEVER;
}

function toTargets(text: string, context: z.RefinementCtx): { host: string; port: number }[] {
  const targets = text
    .split(",")
    .map((target) => /^\s*(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})\s*$/.exec(target))
    .map((match) => ({ host: (match?.[1] ?? match?.[2] ?? "").toLowerCase(), port: Number(match?.[3] ?? 0) }));
  if (targets.every(({ host, port }) => host !== "" && port > 0 && port < 65_536)) return targets;
  context.addIssue("must be a list of host:port, for example erp.internal:8443,10.0.0.5:443.");
  return z.NEVER;
}

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}

/** Length alone is no proof: "changemechangemechangemechangeme" is long too. */
function isGoodSecret(text: string): boolean {
  return text.length >= 32 && new Set(text).size >= 10 && !/change.?me|secret|password|example/i.test(text);
}
