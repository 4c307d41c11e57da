import { createHash, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { digestOf } from "../digest.ts";
import { consentPage } from "./consent-page.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute, TwinTokens } from "./twin.ts";

export interface TwinOAuthOptions {
  /** Vendor, for the consent page. */
  title: string;
  authorizePath: string;
  tokenPath: string;
  revokePath: string | null;
  clientAuth: "basic" | "body";
  accessTtlMs: number;
  refreshTtlMs: number;
  /** A refresh token is good for one use; after it, for this long in case the answer got lost. Null: it stays the same. */
  rotation: { graceMs: number } | null;
  /** The vendor's body for a refused token request. */
  refuse(status: number, error: string, description: string): TwinResponse;
  /** The vendor's body for tokens. */
  answer(tokens: TwinTokens, scope: string): TwinResponse;
}

export interface TwinOAuth {
  routes: TwinRoute[];
  /** The live access token of a request, or why there is none. */
  check(
    request: TwinRequest,
    context: TwinContext,
  ): Promise<{ scope: string } | { refused: "missing" | "unknown" | "expired" }>;
  /** The same for a token by itself (introspection). */
  inspect(token: string, context: TwinContext): Promise<{ scope: string; expiresAt: number } | null>;
  inspectRefresh(token: string, context: TwinContext): Promise<{ scope: string } | null>;
  revoke(refreshToken: string, context: TwinContext): Promise<void>;
  grant(context: TwinContext, scope?: string): Promise<TwinTokens>;
}

const codes = "_oauth_codes";
const accessTokens = "_oauth_access";
const refreshTokens = "_oauth_refresh";

const Code = z.object({
  redirectUri: z.string(),
  challenge: z.string().nullable(),
  scope: z.string(),
  expiresAt: z.number(),
});
const Access = z.object({ scope: z.string(), expiresAt: z.number() });
const Refresh = z.object({ scope: z.string(), expiresAt: z.number(), usedAt: z.number().nullable() });

/** The sign-in server of a twin: consent, code, tokens, refresh, revocation. Tokens are kept as digests only. */
export function twinOAuth(options: TwinOAuthOptions): TwinOAuth {
  const { rotation } = options;

  async function grant(context: TwinContext, scope = "", keep?: string): Promise<TwinTokens> {
    const now = context.now.getTime();
    await forgetExpired(context);
    const accessToken = `${context.uuid()}${context.uuid()}`.replaceAll("-", "");
    const refreshToken = keep ?? `${context.uuid()}${context.uuid()}`.replaceAll("-", "");
    await context.store.put(accessTokens, digestOf(accessToken), { scope, expiresAt: now + options.accessTtlMs });
    if (keep === undefined)
      await context.store.put(refreshTokens, digestOf(refreshToken), {
        scope,
        expiresAt: now + options.refreshTtlMs,
        usedAt: null,
      });
    return { accessToken, refreshToken, expiresInSeconds: options.accessTtlMs / 1_000 };
  }

  async function forgetExpired({ store, now }: TwinContext): Promise<void> {
    for (const collection of [codes, accessTokens, refreshTokens])
      for (const { id, body } of await store.list(collection))
        if (Number(body.expiresAt) + dayMs < now.getTime()) await store.delete(collection, id);
  }

  async function inspect(token: string, { store, now }: TwinContext) {
    const known = Access.safeParse(await store.get(accessTokens, digestOf(token)));
    return known.success && known.data.expiresAt > now.getTime() ? known.data : null;
  }

  async function readRefresh(token: string, { store, now }: TwinContext) {
    const known = Refresh.safeParse(await store.get(refreshTokens, digestOf(token)));
    if (!known.success || known.data.expiresAt <= now.getTime()) return null;
    const { usedAt } = known.data;
    const spent = rotation !== null && usedAt !== null && now.getTime() - usedAt > rotation.graceMs;
    return spent ? null : known.data;
  }

  async function exchange(form: URLSearchParams, context: TwinContext): Promise<TwinResponse> {
    const code = form.get("code") ?? "";
    const stored = Code.safeParse(await context.store.get(codes, digestOf(code)));
    await context.store.delete(codes, digestOf(code));
    if (!stored.success || stored.data.expiresAt <= context.now.getTime())
      return options.refuse(400, "invalid_grant", "The code is unknown, used or expired");
    const { redirectUri, challenge, scope } = stored.data;
    if (form.get("redirect_uri") !== redirectUri)
      return options.refuse(400, "invalid_grant", "The redirect URI is not the one the code was given to");
    if (challenge !== null && challengeOf(form.get("code_verifier") ?? "") !== challenge)
      return options.refuse(400, "invalid_grant", "The code verifier does not fit the challenge");
    return options.answer(await grant(context, scope), scope);
  }

  async function refresh(form: URLSearchParams, context: TwinContext): Promise<TwinResponse> {
    const token = form.get("refresh_token") ?? "";
    const stored = await readRefresh(token, context);
    if (!stored) return options.refuse(400, "invalid_grant", "The refresh token is unknown, used or expired");
    if (!rotation) return options.answer(await grant(context, stored.scope, token), stored.scope);
    const usedAt = stored.usedAt ?? context.now.getTime();
    await context.store.put(refreshTokens, digestOf(token), { ...stored, usedAt });
    return options.answer(await grant(context, stored.scope), stored.scope);
  }

  const routes: TwinRoute[] = [
    {
      method: "GET",
      path: options.authorizePath,
      mutates: false,
      free: true,
      async handle({ query }, context) {
        const problem = authorizeProblem(query, context);
        if (problem) return plainText(400, problem);
        return consentPage({
          title: options.title,
          account: context.account.name,
          action: `${context.origin}${options.authorizePath}`,
          fields: [...query.entries()],
        });
      },
    },
    {
      method: "POST",
      path: options.authorizePath,
      mutates: true,
      free: true,
      async handle({ body }, context): Promise<TwinResponse> {
        const form = new URLSearchParams(body);
        const problem = authorizeProblem(form, context);
        if (problem) return plainText(400, problem);
        const target = new URL(form.get("redirect_uri") ?? "");
        const state = form.get("state");
        if (state !== null) target.searchParams.set("state", state);
        if (form.get("decision") === "deny") target.searchParams.set("error", "access_denied");
        else {
          const code = context.uuid();
          await context.store.put(codes, digestOf(code), {
            redirectUri: form.get("redirect_uri") ?? "",
            challenge: form.get("code_challenge"),
            scope: form.get("scope") ?? "",
            expiresAt: context.now.getTime() + codeTtlMs,
          });
          target.searchParams.set("code", code);
        }
        return { status: 302, headers: { location: target.href }, body: "" };
      },
    },
    {
      method: "POST",
      path: options.tokenPath,
      mutates: true,
      free: true,
      async handle(request, context) {
        const form = new URLSearchParams(request.body);
        if (!isClient(request, form, context, options.clientAuth))
          return options.refuse(401, "invalid_client", "The client is unknown or its secret is wrong");
        if (form.get("grant_type") === "authorization_code") return exchange(form, context);
        if (form.get("grant_type") === "refresh_token") return refresh(form, context);
        return options.refuse(400, "unsupported_grant_type", "Only authorization_code and refresh_token are known");
      },
    },
  ];
  if (options.revokePath)
    routes.push({
      method: "POST",
      path: options.revokePath,
      mutates: true,
      free: true,
      async handle(request, context) {
        const form = new URLSearchParams(request.body);
        if (!isClient(request, form, context, options.clientAuth))
          return options.refuse(401, "invalid_client", "The client is unknown or its secret is wrong");
        await revoke(form.get("token") ?? "", context);
        return { status: 200, body: "" };
      },
    });

  /** Takes the consent back: the refresh token and every access token at once. */
  async function revoke(refreshToken: string, context: TwinContext): Promise<void> {
    await context.store.delete(refreshTokens, digestOf(refreshToken));
    for (const { id } of await context.store.list(accessTokens)) await context.store.delete(accessTokens, id);
  }

  return {
    routes,
    grant,
    inspect,
    revoke,
    inspectRefresh: readRefresh,
    async check(request, context) {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
      if (token === undefined) return { refused: "missing" };
      const live = await inspect(token, context);
      if (live) return live;
      return { refused: (await context.store.get(accessTokens, digestOf(token))) ? "expired" : "unknown" };
    },
  };
}

const plainText = (status: number, body: string): TwinResponse => ({
  status,
  headers: { "content-type": "text/plain" },
  body,
});

const codeTtlMs = 300_000;
const dayMs = 86_400_000;

function authorizeProblem(query: URLSearchParams, context: TwinContext): string | null {
  if (query.get("client_id") !== context.client.id) return "This client is not known.";
  const responseType = query.get("response_type");
  if (responseType !== null && responseType !== "code") return "Only the response type code is known.";
  const method = query.get("code_challenge_method");
  if (query.has("code_challenge") && method !== "S256") return "Only the challenge method S256 is known.";
  return isOwnUri(query.get("redirect_uri") ?? "", context.origin) ? null : "This redirect URI is not registered.";
}

/** A twin gives codes to its own installation only: a page that sends people anywhere would be a gift to phishers. */
function isOwnUri(redirectUri: string, origin: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const target = new URL(redirectUri);
  const own = new URL(origin);
  const bothLoopback = loopbackNames.has(target.hostname) && loopbackNames.has(own.hostname);
  return /^https?:$/.test(target.protocol) && (target.origin === own.origin || bothLoopback);
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

function isClient(
  request: TwinRequest,
  form: URLSearchParams,
  { client }: TwinContext,
  clientAuth: "basic" | "body",
): boolean {
  const [id, secret] =
    clientAuth === "basic" ? basicOf(request) : [form.get("client_id") ?? "", form.get("client_secret") ?? ""];
  return id === client.id && equal(secret, client.secret);
}

function basicOf({ headers }: TwinRequest): [string, string] {
  const encoded = /^Basic (\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return [formDecode(text.slice(0, colon)), formDecode(text.slice(colon + 1))];
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function equal(given: string, wanted: string): boolean {
  const a = Buffer.from(digestOf(given));
  const b = Buffer.from(digestOf(wanted));
  return timingSafeEqual(a, b);
}

const challengeOf = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");
