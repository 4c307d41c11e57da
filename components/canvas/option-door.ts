"use client";
import { createContext, useContext } from "react";
import type { SelectOption } from "../ui/Select.tsx";

type LoadOptions = ((connectionId: string, list: string) => Promise<SelectOption[]>) | null;

const OptionDoor = createContext<LoadOptions>(null);

/** Given by the page: reads a vendor's list through a connection. */
export const OptionDoorProvider = OptionDoor.Provider;
export const useOptionDoor = (): LoadOptions => useContext(OptionDoor);
