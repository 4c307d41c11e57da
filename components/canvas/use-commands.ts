"use client";
import { type ReactFlowInstance, useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { mapType } from "#nodes/_core/flow/expressions-of.ts";
import type { CanvasStore } from "./canvas-store.ts";
import { addNote } from "./commands/add-note.ts";
import { deleteSelection } from "./commands/delete-selection.ts";
import { duplicateNodes } from "./commands/duplicate-nodes.ts";
import { nudgeNodes } from "./commands/nudge-nodes.ts";
import { cardSize } from "./commands/place-node.ts";
import { type Direction, walk } from "./commands/walk.ts";
import type { Command } from "./keymap.ts";
import { nodeOf, useCanvasStore } from "./use-canvas.ts";

export interface CanvasDoors {
  run(): void;
}

/** Performs a command, whoever asks for it: a key, a menu or a button. */
export function useCommands({ run }: CanvasDoors): (command: Command) => void {
  const store = useCanvasStore();
  const flow = useReactFlow();
  return useCallback(
    (command) => {
      const state = store.getState();
      const { document, catalogue, selection, perform, patch, select } = state;
      const motion = { duration: prefersStill() ? 0 : 200 };
      const goTo = (id: string | undefined): void => {
        if (id === undefined) return;
        select({ nodes: [id] });
        reveal(store, flow, id);
      };
      switch (command) {
        case "add":
          return patch({ palette: { kind: "anywhere" } });
        case "open": {
          const [id] = selection.nodes;
          if (id === undefined) return;
          return patch(nodeOf(document, id)?.type === mapType ? { mapping: id } : { inspectorOpen: true });
        }
        case "rename":
          patch({ inspectorOpen: true });
          requestAnimationFrame(() => window.document.querySelector<HTMLInputElement>("[data-node-name]")?.select());
          return;
        case "disable": {
          for (const nodeId of selection.nodes) {
            const disabled = nodeOf(document, nodeId)?.disabled ? null : true;
            perform({ kind: "configure-node", nodeId, change: { disabled } });
          }
          return;
        }
        case "delete":
        case "delete-plain":
          perform(deleteSelection(document, catalogue, selection, { heal: command === "delete" }));
          return;
        case "duplicate": {
          const copies = duplicateNodes(document, selection.nodes);
          if (copies && perform(copies.operation)) select({ nodes: copies.nodeIds });
          return;
        }
        case "select-all":
          return select({ nodes: document.nodes.map((node) => node.id), notes: document.notes.map((note) => note.id) });
        case "note": {
          const centre = flow.screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
          const added = addNote(document, { x: Math.round(centre.x) - 120, y: Math.round(centre.y) - 56 });
          if (perform(added.operation)) select({ notes: [added.noteId] });
          return;
        }
        case "undo":
          return state.undo();
        case "redo":
          return state.redo();
        case "run":
          return run();
        case "fit":
          return void flow.fitView({ padding: 0.2, maxZoom: 1, ...motion });
        case "actual-size":
          return void flow.zoomTo(1, motion);
        case "zoom-in":
          return void flow.zoomIn(motion);
        case "zoom-out":
          return void flow.zoomOut(motion);
        case "walk-left":
        case "walk-right":
        case "walk-up":
        case "walk-down":
          return goTo(walk(document, selection.nodes[0], directionOf(command)));
        case "move-left":
        case "move-right":
        case "move-up":
        case "move-down":
          perform(nudgeNodes(document, selection.nodes, steps[directionOf(command)]));
          return;
        case "dock":
          return patch({ dockOpen: !state.dockOpen });
        case "keys":
          return patch({ dialog: "keys" });
        case "back":
          if (state.inspectorOpen && selection.nodes.length > 0) return patch({ inspectorOpen: false });
          return select({});
      }
    },
    [store, flow, run],
  );
}

const steps: Record<Direction, { x: number; y: number }> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

function directionOf(command: Command): Direction {
  if (command.endsWith("left")) return "left";
  if (command.endsWith("right")) return "right";
  return command.endsWith("up") ? "up" : "down";
}

const prefersStill = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

type Viewpoint = Pick<ReactFlowInstance, "flowToScreenPosition" | "getZoom" | "setCenter">;

/** Brings a card into sight, beside the inspector; stays where it is when the card can be seen already. */
export function reveal(store: CanvasStore, flow: Viewpoint, id: string): void {
  const node = nodeOf(store.getState().document, id);
  const board = window.document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!node || !board) return;
  const panel = store.getState().inspectorOpen ? 440 : 0;
  const corner = flow.flowToScreenPosition(node.position);
  const zoom = flow.getZoom();
  const right = corner.x + cardSize.width * zoom;
  const bottom = corner.y + cardSize.height * zoom;
  const inSight =
    corner.x > board.left + 24 &&
    right < board.right - panel - 24 &&
    corner.y > board.top + 24 &&
    bottom < board.bottom - 24;
  if (inSight) return;
  void flow.setCenter(node.position.x + cardSize.width / 2 + panel / 2 / zoom, node.position.y + cardSize.height / 2, {
    zoom,
    duration: prefersStill() ? 0 : 200,
  });
}
