import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import type { CanvasStore } from "./canvas-store.ts";
import type { SaveAnswer } from "./save-state.ts";

export interface SaveRequest {
  baseRev: number;
  operations: FlowOperation[];
}

export interface AutosaveDoor {
  send(request: SaveRequest): Promise<SaveAnswer>;
  /** True where the server refuses these edits for good, so that sending them again cannot help. */
  isRefusal(error: unknown): boolean;
  /** Keeps unsaved edits on this device; called before they are sent and after they are acknowledged. */
  keep(operations: readonly FlowOperation[]): void;
}

export const quietMs = 800;
const offlineRetryMs = 4_000;

/**
 * Saves 800 ms after the last edit, one message at a time. What could not be sent stays on this device and is sent when
 * the server answers again. Returns `flush` (save now) and `stop`.
 */
export function startAutosave(store: CanvasStore, door: AutosaveDoor): { flush(): Promise<void>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | null = null;
  let stopped = false;

  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  async function send(): Promise<void> {
    const { pending, rev } = store.getState();
    store.getState().patch({ inFlight: pending.length, save: { kind: "saving" } });
    try {
      const answer = await door.send({ baseRev: rev, operations: [...pending] });
      if (answer.kind === "saved") store.getState().acknowledge(answer.rev, answer.theirs);
      else store.getState().meetTheirs(answer.theirs);
    } catch (error) {
      const refused = door.isRefusal(error);
      const message = error instanceof Error ? error.message : "The server refused the edit.";
      store.getState().patch({ inFlight: 0, save: refused ? { kind: "refused", message } : { kind: "offline" } });
      if (!refused && !stopped) later(offlineRetryMs);
    }
    door.keep(store.getState().pending);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (sending) await sending;
    const { pending, save } = store.getState();
    if (pending.length === 0 || save.kind === "conflict" || save.kind === "refused") return;
    sending = send().finally(() => {
      sending = null;
    });
    await sending;
    if (store.getState().pending.length > 0 && store.getState().save.kind === "saving" && !stopped) later(quietMs);
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (state.pending === before.pending) return;
    door.keep(state.pending);
    if (state.pending.length > 0 && state.save.kind !== "offline" && !stopped) later(quietMs);
  });
  if (store.getState().pending.length > 0) later(0);

  return {
    flush,
    stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
