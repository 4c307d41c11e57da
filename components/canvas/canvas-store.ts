import { createStore } from "zustand/vanilla";
import { isFault } from "#nodes/_core/fault.ts";
import { applyOperation } from "#nodes/_core/flow/apply-operation.ts";
import type { FlowDocument, FlowEdge, Position } from "#nodes/_core/flow/flow.ts";
import type { Catalogue } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import type { Problem } from "#nodes/_core/flow/problem.ts";
import type { ConnectionChoice } from "./commands/new-node.ts";
import { emptyHistory, type History, record } from "./history.ts";
import { mergeOperations } from "./merge-operations.ts";
import { applyFitting, rebase } from "./rebase.ts";
import type { CanvasRun, NodeBreaker } from "./run-on-canvas.ts";
import type { SaveState, Theirs } from "./save-state.ts";

/** Why the picker is open: what it puts down goes there. */
export type PaletteRequest =
  | { kind: "anywhere"; at?: Position }
  | { kind: "after"; from: FlowEdge["from"]; at?: Position }
  | { kind: "into-edge"; edgeId: string };

export interface CanvasSelection {
  nodes: readonly string[];
  edges: readonly string[];
  notes: readonly string[];
}

const nothing: CanvasSelection = { nodes: [], edges: [], notes: [] };

export interface CanvasState {
  flowId: string;
  document: FlowDocument;
  /** The revision that `document` without `pending` has on the server. */
  rev: number;
  /** Edits the server has not acknowledged, oldest first. The first `inFlight` of them are on their way. */
  pending: readonly FlowOperation[];
  inFlight: number;
  history: History;
  save: SaveState;
  readOnly: boolean;
  catalogue: Catalogue;
  connections: readonly ConnectionChoice[];
  problems: readonly Problem[];
  selection: CanvasSelection;
  /** Closed by Esc or its cross until another node is chosen. */
  inspectorOpen: boolean;
  palette: PaletteRequest | null;
  /** The map node whose editor is open. */
  mapping: string | null;
  dialog: "keys" | "publish" | "problems" | "run" | null;
  dockOpen: boolean;
  run: CanvasRun | null;
  breakers: Readonly<Record<string, NodeBreaker>>;
  /** Said once by the live region. */
  announcement: string;

  /** Applies a gesture, records it and queues it for saving. False, with an announcement, where it is refused. */
  perform(operation: FlowOperation | null): boolean;
  undo(): void;
  redo(): void;
  select(selection: Partial<CanvasSelection>): void;
  patch(part: Partial<CanvasUi>): void;
  /** The server has the first `inFlight` pending edits. */
  acknowledge(rev: number, theirs: Theirs | null): void;
  /** The server has newer edits of others. */
  meetTheirs(theirs: Theirs): void;
  keepMine(): void;
  takeTheirs(): void;
}

/** What may be set directly: everything that is not the document and its way to the server. */
export type CanvasUi = Pick<
  CanvasState,
  | "save"
  | "inFlight"
  | "catalogue"
  | "connections"
  | "problems"
  | "inspectorOpen"
  | "palette"
  | "mapping"
  | "dialog"
  | "dockOpen"
  | "run"
  | "breakers"
  | "announcement"
  | "readOnly"
>;

export interface CanvasStart {
  flowId: string;
  document: FlowDocument;
  rev: number;
  catalogue: Catalogue;
  connections: readonly ConnectionChoice[];
  readOnly: boolean;
  /** Edits of an earlier visit that never reached the server. */
  journal?: readonly FlowOperation[];
  /** Injected, so that tests own the time. */
  now?: () => number;
}

export type CanvasStore = ReturnType<typeof createCanvasStore>;

/** The state of one open flow. A flow has its own store, so history cannot leak into another. */
export function createCanvasStore(start: CanvasStart) {
  const now = start.now ?? Date.now;
  const restored = applyFitting(start.document, start.journal ?? []);
  return createStore<CanvasState>((set, get) => {
    const queue = (operation: FlowOperation): Pick<CanvasState, "pending" | "save"> => {
      const { pending, inFlight, save } = get();
      const last = pending.length > inFlight ? pending.at(-1) : undefined;
      const merged = last ? mergeOperations(last, operation) : null;
      return {
        pending: merged ? [...pending.slice(0, -1), merged] : [...pending, operation],
        save: save.kind === "saved" || save.kind === "refused" ? { kind: "saving" } : save,
      };
    };

    const step = (direction: "undo" | "redo"): void => {
      const { history, document, readOnly } = get();
      const entry = direction === "undo" ? history.past.at(-1) : history.future.at(-1);
      if (!entry || readOnly) return;
      const operation = direction === "undo" ? entry.inverse : entry.operation;
      try {
        const applied = applyOperation(document, operation);
        set({
          document: applied.document,
          history:
            direction === "undo"
              ? { past: history.past.slice(0, -1), future: [...history.future, entry] }
              : { past: [...history.past, entry], future: history.future.slice(0, -1) },
          selection: kept(get().selection, applied.document),
          announcement: `${direction === "undo" ? "Undone" : "Done again"}: ${entry.label}`,
          ...queue(operation),
        });
      } catch (error) {
        // somebody else changed what this step was about
        set({
          history: direction === "undo" ? { ...history, past: [] } : { ...history, future: [] },
          announcement: sentenceOf(error),
        });
      }
    };

    return {
      flowId: start.flowId,
      document: restored.document,
      rev: start.rev,
      pending: restored.kept,
      inFlight: 0,
      history: emptyHistory,
      save: restored.kept.length > 0 ? { kind: "saving" } : { kind: "saved" },
      readOnly: start.readOnly,
      catalogue: start.catalogue,
      connections: start.connections,
      problems: [],
      selection: nothing,
      inspectorOpen: false,
      palette: null,
      mapping: null,
      dialog: null,
      dockOpen: false,
      run: null,
      breakers: {},
      announcement: "",

      perform(operation) {
        const { document, history, readOnly } = get();
        if (!operation || readOnly) return false;
        try {
          const applied = applyOperation(document, operation);
          set({
            document: applied.document,
            history: record(history, { operation, inverse: applied.inverse, label: applied.label, at: now() }),
            selection: kept(get().selection, applied.document),
            ...queue(operation),
          });
          return true;
        } catch (error) {
          set({ announcement: sentenceOf(error) });
          return false;
        }
      },
      undo: () => step("undo"),
      redo: () => step("redo"),
      select(selection) {
        const next = { ...nothing, ...selection };
        const [only, ...more] = next.nodes;
        const before = get().selection.nodes;
        set({
          selection: next,
          ...(only && more.length === 0 && before[0] !== only ? { inspectorOpen: true } : {}),
        });
      },
      patch: (part) => set(part),
      acknowledge(rev, theirs) {
        const { pending, inFlight, document, selection } = get();
        const left = pending.slice(inFlight);
        const next = theirs ? applyFitting(theirs.document, pending).document : document;
        set({
          rev,
          document: next,
          pending: left,
          inFlight: 0,
          selection: kept(selection, next),
          save: left.length > 0 ? { kind: "saving" } : { kind: "saved" },
        });
      },
      meetTheirs(theirs) {
        const { pending, selection } = get();
        const result = rebase(pending, theirs);
        if (result.kind === "conflict") {
          set({ inFlight: 0, save: { kind: "conflict", theirs, nodeIds: result.nodeIds } });
          return;
        }
        set({
          document: result.document,
          rev: theirs.rev,
          pending: result.pending,
          inFlight: 0,
          selection: kept(selection, result.document),
          save: result.pending.length > 0 ? { kind: "saving" } : { kind: "saved" },
        });
      },
      keepMine() {
        const { save, pending, selection } = get();
        if (save.kind !== "conflict") return;
        const { document, kept: fitting } = applyFitting(save.theirs.document, pending);
        set({
          document,
          rev: save.theirs.rev,
          pending: fitting,
          selection: kept(selection, document),
          save: fitting.length > 0 ? { kind: "saving" } : { kind: "saved" },
        });
      },
      takeTheirs() {
        const { save, selection } = get();
        if (save.kind !== "conflict") return;
        set({
          document: save.theirs.document,
          rev: save.theirs.rev,
          pending: [],
          history: emptyHistory,
          selection: kept(selection, save.theirs.document),
          save: { kind: "saved" },
        });
      },
    };
  });
}

/** What is selected and still there. */
function kept(selection: CanvasSelection, document: FlowDocument): CanvasSelection {
  const among = (ids: readonly string[], things: readonly { id: string }[]): readonly string[] => {
    const known = new Set(things.map((thing) => thing.id));
    return ids.every((id) => known.has(id)) ? ids : ids.filter((id) => known.has(id));
  };
  return {
    nodes: among(selection.nodes, document.nodes),
    edges: among(selection.edges, document.edges),
    notes: among(selection.notes, document.notes),
  };
}

const sentenceOf = (error: unknown): string => (isFault(error) ? error.message : "That did not work.");
