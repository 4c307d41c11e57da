import type { FlowDocument, FlowEdge, NodeId } from "./flow.ts";

const maxLength = 48;

/**
 * A node id from its label, unlike every taken one: "Create invoice" becomes `create_invoice`, then
 * `create_invoice_2`. Made once; renaming the node later leaves it as it is, because expressions and effect keys name it.
 */
export function nodeIdFor(label: string, taken: Iterable<string>): NodeId {
  const used = new Set(taken);
  const base = slug(label);
  if (!used.has(base)) return base;
  for (let number = 2; ; number++) {
    const suffix = `_${number}`;
    const candidate = base.slice(0, maxLength - suffix.length) + suffix;
    if (!used.has(candidate)) return candidate;
  }
}

function slug(label: string): string {
  const plain = label
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const named = /^[a-z]/.test(plain) ? plain : `node_${plain}`.replace(/_+$/, "");
  return named.slice(0, maxLength).replace(/_+$/, "");
}

/** An edge is named by its ends, so drawing the same edge twice cannot give two names. */
export function edgeIdFor(from: FlowEdge["from"], to: FlowEdge["to"], document: FlowDocument): string {
  const base = `${from.node}.${from.port}-${to.node}.${to.port}`;
  const short = base.length <= 90 ? base : `${base.slice(0, 80)}-${checksum(base)}`;
  const used = new Set(document.edges.map((edge) => edge.id));
  if (!used.has(short)) return short;
  for (let number = 2; ; number++) if (!used.has(`${short}-${number}`)) return `${short}-${number}`;
}

/** `note_1`, `note_2` … the first free one. */
export function noteIdFor(document: FlowDocument): string {
  const used = new Set(document.notes.map((note) => note.id));
  for (let number = 1; ; number++) if (!used.has(`note_${number}`)) return `note_${number}`;
}

/** Only tells long names apart; not a defence against anybody. */
function checksum(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  return sum.toString(36);
}
