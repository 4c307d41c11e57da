import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import path from "node:path";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { JsonObject } from "#nodes/_core/json.ts";
import { findTemplate } from "#nodes/templates/index.ts";
import { seedLiveFlow } from "#prisma/seed/flow.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { withOrg } from "#server/db/with-org.ts";
import { receiveWebhook } from "#server/ingest/receive-webhook.ts";
import { ensureSandbox, type Sandbox } from "#server/twins/ensure-sandbox.ts";
import { performGesture } from "#server/twins/perform-gesture.ts";
import { serveTwin } from "#server/twins/serve-twin.ts";
import { startTwinDispatcher } from "#server/twins/start-twin-dispatcher.ts";
import { until } from "./until.ts";

/**
 * The product without its screens: one organisation with its sandboxes, real HTTP for webhooks and twins, worker
 * processes that can be killed. Effects are counted in the twin.
 */
export interface House {
  orgId: string;
  base: string;
  hubspot: Sandbox;
  xero: Sandbox;
  /** Publishes the template on the sandbox connections; the flow's id. */
  publishTemplate(change?: (graph: FlowDocument) => void): Promise<string>;
  createDeal(name: string, price?: string): Promise<string>;
  winDeal(id: string): Promise<void>;
  gesture(vendor: string, id: string, input: JsonObject): Promise<JsonObject>;
  /** A worker process; `env` reaches its preload. */
  startWorker(env?: Record<string, string>): WorkerProcess;
  /** Every webhook is delivered and no run moves or will move by itself. */
  untilIdle(timeoutMs?: number): Promise<void>;
  runs(): Promise<{ id: string; state: string; parkReason: string | null; businessKey: string; attempts: number }[]>;
  invoices(): Promise<JsonObject[]>;
  close(): Promise<void>;
}

export interface WorkerProcess {
  ready: Promise<void>;
  /** Resolves with the signal or code it ended with. */
  ended: Promise<NodeJS.Signals | number | null>;
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, "../..");

export async function openHouse(): Promise<House> {
  process.env.MILLRACE_SECRET ??= randomBytes(32).toString("base64");
  const server = await listen();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The house has no port");
  const base = `http://127.0.0.1:${address.port}`;
  process.env.BASE_URL = base;
  const orgId = await seedOrganisation();
  const sandboxes = await ensureSandbox(orgId, base);
  const of = (vendor: string): Sandbox => {
    const found = sandboxes.find((sandbox) => sandbox.vendor === vendor);
    if (!found) throw new Error(`There is no sandbox of ${vendor}`);
    return found;
  };
  await liftQuotas(orgId);
  const dispatcher = startTwinDispatcher();
  const workers = new Set<ChildProcess>();
  const gesture = (vendor: string, id: string, input: JsonObject) => performGesture(orgId, vendor, id, input);

  return {
    orgId,
    base,
    hubspot: of("hubspot"),
    xero: of("xero"),
    publishTemplate: async (change) => {
      const graph = structuredClone(findTemplate("hubspot-deal-won-xero-invoice")?.flow);
      if (!graph) throw new Error("The template is gone");
      for (const node of graph.nodes) {
        const vendor = node.type.split("/")[0] ?? "";
        if (vendor !== "logic") node.connection = of(vendor).connectionId;
      }
      change?.(graph);
      return seedLiveFlow(orgId, graph);
    },
    createDeal: async (name, price = "100.00") => {
      const lines = [{ name: "Service", quantity: "2", price }];
      const made = await gesture("hubspot", "create-deal", { name, lines, closeDate: "2026-10-31" });
      return String(made.id);
    },
    winDeal: async (id) => {
      await gesture("hubspot", "win-deal", { id });
    },
    gesture,
    startWorker: (env = {}) => startWorkerProcess(workers, base, env),
    untilIdle: (timeoutMs = 30_000) => until("every run has come to rest", () => isIdle(orgId), timeoutMs),
    runs: () =>
      withOrg(orgId, (db) =>
        db.run.findMany({
          select: { id: true, state: true, parkReason: true, businessKey: true, attempts: true },
          orderBy: { id: "asc" },
        }),
      ),
    invoices: async () => {
      const records = await withOrg(orgId, (db) =>
        db.twinRecord.findMany({ where: { vendor: "xero", collection: "invoices" }, orderBy: { seq: "asc" } }),
      );
      return records.map((record) => JSON.parse(JSON.stringify(record.body)));
    },
    close: async () => {
      await Promise.all([...workers].map(kill));
      await dispatcher.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function isIdle(orgId: string): Promise<boolean> {
  return withOrg(orgId, async (db) => {
    if ((await db.twinDelivery.count()) > 0) return false;
    const moving = await db.run.count({
      where: { OR: [{ state: { in: ["ready", "leased"] } }, { state: "parked", dueAt: { not: null } }] },
    });
    return moving === 0;
  });
}

/** The vendors' quotas would stretch a test to minutes; tests of quotas set their own. */
async function liftQuotas(orgId: string): Promise<void> {
  await withOrg(orgId, async (db) => {
    await db.twin.updateMany({ data: { quota: { limit: null } } });
    await db.connection.updateMany({ data: { quota: { limit: null } } });
  });
}

function listen(): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const door = url.pathname.startsWith("/hooks/") ? receiveWebhook : serveTwin;
    void door(request, response, url);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function startWorkerProcess(workers: Set<ChildProcess>, base: string, env: Record<string, string>): WorkerProcess {
  const child = fork(path.join(root, "server/worker.ts"), [], {
    cwd: root,
    env: { ...process.env, BASE_URL: base, LOG_LEVEL: "warn", ...env },
    execArgv: ["--disable-proto=delete", "--import", path.join(root, "server/testing/failpoints/preload.ts")],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  workers.add(child);
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once("exit", (code, signal) => {
      workers.delete(child);
      resolve(signal ?? code);
    }),
  );
  return {
    ready: Promise.race([
      new Promise<void>((resolve) => child.once("message", () => resolve())),
      ended.then((how) => Promise.reject(new Error(`The worker ended with ${how}`))),
    ]),
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
