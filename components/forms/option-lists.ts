"use client";
import { createContext, useContext } from "react";
import type { SelectOption } from "../ui/Select.tsx";

/** Lists that the vendor keeps (accounts, tax rates), read through a node's connection. */
export interface OptionLists {
  /** Names the source, so that lists of two connections are not mixed up in the cache. */
  scope: string;
  load(list: string): Promise<SelectOption[]>;
}

const Lists = createContext<OptionLists | null>(null);
export const OptionListsProvider = Lists.Provider;
export const useOptionLists = (): OptionLists | null => useContext(Lists);
