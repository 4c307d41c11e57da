"use client";
import { useCallback } from "react";
import { useTRPCClient } from "../trpc/client.ts";
import type { SelectOption } from "../ui/Select.tsx";

/** Reads a vendor's list (accounts, tax rates) through a connection. */
export function useOptionServer(): (connectionId: string, list: string) => Promise<SelectOption[]> {
  const client = useTRPCClient();
  return useCallback(
    async (connectionId, list) => (await client.connections.options.query({ connectionId, list })).items,
    [client],
  );
}
