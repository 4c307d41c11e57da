import { createHash, randomBytes } from "node:crypto";
import { clock } from "#server/clock.ts";
import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";

export type TokenPurpose = "sign-in" | "set-up";

/** A new token of 256 bits; earlier ones for the same purpose are void. Only its hash is stored. */
export async function createToken(purpose: TokenPurpose, userId: string | null, lifeMs: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const now = clock.now();
  await authDb().$transaction([
    authDb().oneTimeToken.deleteMany({ where: { purpose } }),
    authDb().oneTimeToken.create({
      data: {
        id: newId(),
        purpose,
        tokenHash: hashOf(token),
        userId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + lifeMs),
      },
    }),
  ]);
  return token;
}

/** Good once: the second of two callers at the same moment gets null, like everybody with a wrong or old token. */
export async function consumeToken(purpose: TokenPurpose, token: string): Promise<{ userId: string | null } | null> {
  const now = clock.now();
  const tokenHash = hashOf(token);
  const { count } = await authDb().oneTimeToken.updateMany({
    where: { purpose, tokenHash, consumedAt: null, expiresAt: { gt: now } },
    data: { consumedAt: now },
  });
  if (count !== 1) return null;
  const stored = await authDb().oneTimeToken.findUnique({ where: { tokenHash } });
  return stored && { userId: stored.userId };
}

const hashOf = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());
