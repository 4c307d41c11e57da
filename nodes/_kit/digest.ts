import { createHash } from "node:crypto";

/** Hex SHA-256: for keys and stored secrets, never for signatures. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
