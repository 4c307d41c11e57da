import type { VerifyScheme } from "./scheme.ts";
import { digest } from "./verify.ts";

/** The exact inverse of `verifyDelivery`: headers for a body that is to be taken as the vendor's. Used by the twins. */
export function signDelivery(
  scheme: VerifyScheme,
  delivery: { method: string; url: string; body: string | Buffer },
  secret: string,
  now: Date,
): Record<string, string> {
  const timestamp = scheme.timestamp ? String(inUnit(now, scheme.timestamp.unit)) : "";
  const body = Buffer.from(delivery.body);
  const signature = digest(scheme, { ...delivery, body, timestamp }, secret).toString(scheme.encoding);
  return {
    [scheme.signatureHeader]: signature,
    ...(scheme.timestamp ? { [scheme.timestamp.header]: timestamp } : {}),
  };
}

const inUnit = (now: Date, unit: "ms" | "s"): number =>
  unit === "ms" ? now.getTime() : Math.floor(now.getTime() / 1_000);
