"use client";
import { createContext, useContext } from "react";
import type { Json } from "#nodes/_core/json.ts";

/** What a mapping works on: its node's input, the event, the outputs of the nodes before. */
export interface MappingSample {
  id: string;
  label: string;
  /** Where it is from: a stored sample, or a run. */
  origin: "sample" | "run";
  input: Json;
  event: Json;
  steps: { [nodeId: string]: Json };
}

export interface PreviewRequest {
  expression: string;
  input: Json;
  event: Json;
  steps: { [nodeId: string]: Json };
  /** Type of the node that the result is meant for. */
  target: string | null;
}

export interface PreviewViolation {
  path: string;
  message: string;
}

export type PreviewAnswer =
  | { kind: "value"; value: Json | undefined; violations: PreviewViolation[] }
  | { kind: "error"; code: string; message: string; position: number | null };

/** The server's hands for the mapping editor. */
export interface MappingDoor {
  preview(request: PreviewRequest): Promise<PreviewAnswer>;
  samples(nodeId: string): Promise<MappingSample[]>;
}

const Door = createContext<MappingDoor | null>(null);
export const MappingDoorProvider = Door.Provider;
export const useMappingDoor = (): MappingDoor | null => useContext(Door);
