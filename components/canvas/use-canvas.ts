"use client";
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { FlowDocument, FlowNode } from "#nodes/_core/flow/flow.ts";
import type { CanvasState, CanvasStore } from "./canvas-store.ts";

const Canvas = createContext<CanvasStore | null>(null);
export const CanvasProvider = Canvas.Provider;

export function useCanvasStore(): CanvasStore {
  const store = useContext(Canvas);
  if (!store) throw new Error("This part belongs on a canvas");
  return store;
}

/** Re-renders only when what `selector` gives has changed. */
export const useCanvas = <T>(selector: (state: CanvasState) => T): T => useStore(useCanvasStore(), selector);

const indexes = new WeakMap<FlowDocument, Map<string, FlowNode>>();

/** One look-up table per document: 500 cards asking for their node must not each search the list. */
export function nodeOf(document: FlowDocument, id: string): FlowNode | undefined {
  let index = indexes.get(document);
  if (!index) {
    index = new Map(document.nodes.map((node) => [node.id, node]));
    indexes.set(document, index);
  }
  return index.get(id);
}
