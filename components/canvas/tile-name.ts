import type { NodeType } from "#nodes/_core/flow/node-type.ts";

/** Whose letters a node's tile shows: the vendor's; our own nodes have no vendor and show what they do. */
export const tileName = (type: NodeType | undefined, fallback: string): string => {
  if (!type) return fallback;
  return type.connector === "logic" ? type.title : type.connectorTitle;
};

/** "Xero · Create invoice"; our own nodes by their title alone. */
export const typeWords = (type: NodeType): string =>
  type.connector === "logic" ? type.title : `${type.connectorTitle} · ${type.title}`;
