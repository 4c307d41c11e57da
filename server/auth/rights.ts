import { Fault } from "#nodes/_core/fault.ts";

/** Roles of a member, from least to most. */
export const roles = ["viewer", "operator", "builder", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

export const isRole = (value: string): value is Role => roles.some((role) => role === value);

/** Who may do what (SECURITY.md). Every procedure names one of these; there is no other check. */
export const rights = {
  /** Flows, run states, monitors, names of connections. */
  "flows.read": ["viewer", "operator", "builder", "admin", "owner"],
  /** What flowed through a step; vendors' records in a sandbox. A viewer sees them masked. */
  "payloads.read": ["operator", "builder", "admin", "owner"],
  /** Drafts and mappings. */
  "flows.edit": ["builder", "admin", "owner"],
  "flows.publish": ["builder", "admin", "owner"],
  /** Switch a published flow on or off. */
  "flows.operate": ["operator", "builder", "admin", "owner"],
  "flows.delete": ["builder", "admin", "owner"],
  /** Start a run by hand, retry, replay, edit the input of a dead letter, isolate or reset a breaker. */
  "runs.operate": ["operator", "admin", "owner"],
  /** Start a run by hand from the canvas. */
  "runs.start": ["operator", "builder", "admin", "owner"],
  /** Say what happened to an effect in doubt. */
  "runs.resolve": ["operator", "admin", "owner"],
  "connections.reauthenticate": ["operator", "admin", "owner"],
  "connections.use": ["builder", "admin", "owner"],
  "connections.edit": ["admin", "owner"],
  /** Act in a sandbox as the vendor's user would, and make it fail on purpose. */
  "sandboxes.use": ["builder", "admin", "owner"],
  "members.read": ["admin", "owner"],
  /** Members, API keys, address lists, retention, audit log. An admin can't touch owners. */
  "organisation.manage": ["admin", "owner"],
  "organisation.delete": ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof rights;

export function may(role: Role, right: Right): boolean {
  const allowed: readonly Role[] = rights[right];
  return allowed.includes(role);
}

/** Throws a Fault that a person understands. `null`: signed in, but no member of an organisation. */
export function authorise(role: Role | null, right: Right): void {
  if (role !== null && may(role, right)) return;
  throw new Fault({
    kind: "unauthorized",
    code: "not-allowed",
    message:
      role === null ? "You are not a member of this organisation." : `Your role (${role}) does not include this.`,
    fix: "Ask an owner or administrator of your organisation.",
  });
}
