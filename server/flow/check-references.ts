import type pg from "pg";
import { Fault } from "#nodes/_core/fault.ts";
import { findSecret } from "#nodes/_core/flow/find-secret.ts";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { findRefusedKey } from "#nodes/_core/json.ts";

/**
 * A graph names a credential in one place only, a node's `connection`, and only one of this organisation. An id of a
 * connection anywhere else, or a field that calls itself a credential, is refused, not ignored: nothing may ever read it.
 */
export async function checkReferences(client: pg.PoolClient, orgId: string, document: FlowDocument): Promise<void> {
  const named = [...new Set(document.nodes.flatMap((node) => (node.connection === null ? [] : [node.connection])))];
  const { rows } = await client.query<{ id: string }>("select id from connection where org_id = $1", [orgId]);
  const own = new Set(rows.map((row) => row.id));
  const foreign = named.find((id) => !own.has(id));
  if (foreign !== undefined) {
    const node = document.nodes.find(({ connection }) => connection === foreign);
    throw refuse(
      "unknown-connection",
      `*${node?.label ?? "A node"}* uses a connection that does not exist.`,
      "Choose one of your connections.",
    );
  }
  for (const { connection: _allowed, ...rest } of document.nodes) {
    const stray = findStray(rest, own, rest.id);
    if (stray)
      throw refuse(
        "stray-credential",
        `The field ${stray} names a credential.`,
        "Choose the connection at the node and take the field out.",
      );
  }
  const key = findRefusedKey(document);
  if (key) throw refuse("refused-key", `The flow contains the name ${key}, which is refused.`, "Rename the field.");
  const secret = findSecret(document);
  if (secret)
    throw refuse(
      "secret-in-flow",
      `The flow holds what looks like ${secret.what} at ${secret.path}.`,
      "Keep it in a connection.",
    );
}

const credentialName = /^(connection|credential|credentials|secret|token|api_?key|password)(_?id)?$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function findStray(value: unknown, own: ReadonlySet<string>, path: string, name = ""): string | null {
  if (typeof value === "string") {
    const isId = uuid.test(value.trim());
    if (own.has(value.trim().toLowerCase()) || (isId && credentialName.test(name))) return path;
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = findStray(member, own, `${path}.${key}`, Array.isArray(value) ? name : key);
    if (found) return found;
  }
  return null;
}

const refuse = (code: string, message: string, fix: string): Fault =>
  new Fault({ kind: "invalid-flow", code, message, fix });
