import type { ServerResponse } from "node:http";

/** Headers every answer carries; the Content-Security-Policy needs a nonce per page and comes from proxy.ts. */
export function securityHeaders(baseUrl: string): Record<string, string> {
  const headers = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    // not no-referrer: that makes browsers send "Origin: null" with forms, and our origin check would refuse them
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
  // only where https is certain: on http it would be ignored, and on a shared host name it would lock out others
  return baseUrl.startsWith("https:") ? { ...headers, "strict-transport-security": "max-age=31536000" } : headers;
}

export function applyHeaders(res: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
