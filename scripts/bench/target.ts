import http from "node:http";
import { nowMs } from "./now-ms.ts";

/*
 * The minimal target of both contestants: takes an order, counts it, notes when it came first. `reset` forgets, `report`
 * tells.
 */
let total = 0;
let firstAt = new Map<string, number>();

const server = http.createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const order: { reference: string } = JSON.parse(Buffer.concat(chunks).toString());
    total += 1;
    if (!firstAt.has(order.reference)) firstAt.set(order.reference, nowMs());
    res.writeHead(201, { "content-type": "application/json" });
    res.end(`{"orderId":"o-${order.reference}"}`);
  });
});
server.keepAliveTimeout = 60_000;

process.on("message", (message) => {
  if (message === "reset") {
    total = 0;
    firstAt = new Map();
    process.send?.({ kind: "reset" });
  }
  if (message === "count") process.send?.({ kind: "count", distinct: firstAt.size, total });
  if (message === "times") process.send?.({ kind: "times", times: [...firstAt] });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
