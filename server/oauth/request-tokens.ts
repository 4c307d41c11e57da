import * as z from "zod";
import { Fault } from "#nodes/_core/fault.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import { retryAfterMs } from "#nodes/_kit/retry-after.ts";
import { egressSettings } from "#server/egress/egress-settings.ts";
import { send } from "#server/egress/send.ts";
import type { VendorTarget } from "#server/egress/vendor-target.ts";

export interface Tokens {
  accessToken: string;
  /** Absent where the vendor goes on with the one it gave before. */
  refreshToken: string | undefined;
  expiresInMs: number;
}

export interface OAuthClient {
  connector: ConnectorDefinition;
  target: VendorTarget;
  clientId: string;
  clientSecret: string;
}

const TokenAnswer = z.looseObject({
  access_token: z.string().min(1).max(8_000),
  refresh_token: z.string().min(1).max(8_000).optional(),
  expires_in: z.coerce
    .number()
    .int()
    .positive()
    .max(366 * 86_400)
    .default(1_800),
});
const ErrorAnswer = z.looseObject({ error: z.string().max(100).optional(), status: z.string().max(100).optional() });

/**
 * One call to a vendor's token endpoint. Throws `unauthorized` with code `grant-refused` when the vendor says that this
 * code or refresh token is no good; `unavailable` with `sent` when the outcome is unknown.
 */
export async function requestTokens(client: OAuthClient, grant: Record<string, string>): Promise<Tokens> {
  const { auth } = client.connector.connection;
  const url = client.target.at(auth.tokenUrl);
  const form = new URLSearchParams(grant);
  const headers: Record<string, string> = {
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  };
  if (auth.clientAuth === "basic") {
    headers.authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`;
  } else {
    form.set("client_id", client.clientId);
    form.set("client_secret", client.clientSecret);
  }
  const response = await send(
    {
      dispatcher: client.target.dispatcher,
      origin: url.origin,
      method: "POST",
      path: url.pathname + url.search,
      headers,
      body: form.toString(),
      whom: client.target.whom,
    },
    { timeoutMs: egressSettings.tokenTimeoutMs },
  );
  const body = parseJson(response.body);
  if (response.status >= 200 && response.status < 300) {
    const answer = TokenAnswer.safeParse(body);
    if (answer.success) {
      const { access_token, refresh_token, expires_in } = answer.data;
      return { accessToken: access_token, refreshToken: refresh_token, expiresInMs: expires_in * 1_000 };
    }
    // a token may have been issued all the same
    throw unavailable(client, "token-answer-not-valid", "answered in a form that cannot be read", "maybe");
  }
  if (response.status === 429) {
    const wait = retryAfterMs(response.headers);
    throw new Fault({
      kind: "throttled",
      code: "token-throttled",
      message: `${client.target.whom} asks to wait before it gives a new token.`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  if (response.status >= 500)
    throw unavailable(client, "token-endpoint-failed", `answered ${response.status}`, "maybe");
  throw refusal(client, response.status, ErrorAnswer.safeParse(body).data ?? {});
}

function refusal(client: OAuthClient, status: number, answer: z.infer<typeof ErrorAnswer>): Fault {
  const said = answer.error ?? answer.status ?? "";
  // the client itself is refused: no other token of it will do better, but the grant is not used up either
  const isClient = said === "invalid_client" || said === "unauthorized_client" || status === 401;
  return new Fault({
    kind: "unauthorized",
    code: isClient ? "client-refused" : "grant-refused",
    message: isClient
      ? `${client.target.whom} does not accept the app's client id and secret.`
      : `${client.target.whom} no longer accepts this connection.`,
    fix: isClient ? "Correct the app registration." : "Connect it again.",
    detail: { status, ...(/^[a-z_-]{1,60}$/i.test(said) ? { error: said } : {}) },
  });
}

const unavailable = (client: OAuthClient, code: string, words: string, sent: "no" | "maybe"): Fault =>
  new Fault({
    kind: "unavailable",
    code,
    message: `${client.target.whom} ${words} when a token was asked for.`,
    fix: "It is tried again by itself.",
    sent,
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
