import type { IncomingMessage } from "node:http";
import { settings } from "#server/settings.ts";

/** The raw bytes as sent, `too-large` past the cap, `too-slow` past the deadline or when the sender went away. */
export function readBody(request: IncomingMessage): Promise<Buffer | "too-large" | "too-slow"> {
  const limit = settings.ingest.bodyLimitBytes;
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve("too-large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => end("too-slow"), settings.ingest.bodyDeadlineMs);
    const end = (result: Buffer | "too-large" | "too-slow") => {
      clearTimeout(timer);
      request.off("data", onData);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) end("too-large");
      else chunks.push(chunk);
    };
    request.on("data", onData);
    request.once("end", () => end(Buffer.concat(chunks)));
    request.once("error", () => end("too-slow"));
    request.once("aborted", () => end("too-slow"));
  });
}
