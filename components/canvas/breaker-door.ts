"use client";
import { createContext, useContext } from "react";
import type { NodeBreaker } from "./run-on-canvas.ts";

type Reset = ((breaker: NodeBreaker) => void) | null;

const BreakerDoor = createContext<Reset>(null);

/** Given by the page that may reset breakers; absent where the person's role may not. */
export const BreakerDoorProvider = BreakerDoor.Provider;
export const useBreakerReset = (): Reset => useContext(BreakerDoor);
