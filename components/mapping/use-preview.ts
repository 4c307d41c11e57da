"use client";
import { useEffect, useState } from "react";
import type { MappingDoor, PreviewAnswer, PreviewRequest } from "./mapping-door.ts";

/** Short enough to feel live, long enough not to ask for every letter. */
const pauseMs = 250;

export interface Preview {
  answer: PreviewAnswer | null;
  /** The answer is of an older text. */
  stale: boolean;
  /** The server could not be asked. */
  failed: string | null;
}

/** The result of an expression on a sample, asked for after a pause; an answer that comes too late is dropped. */
export function usePreview(door: MappingDoor | null, request: PreviewRequest | null): Preview {
  const [state, setState] = useState<Preview>({ answer: null, stale: false, failed: null });
  useEffect(() => {
    if (!door || !request) return;
    if (request.expression.trim() === "") {
      setState({ answer: null, stale: false, failed: null });
      return;
    }
    let dropped = false;
    setState((before) => ({ ...before, stale: true }));
    const timer = setTimeout(() => {
      door.preview(request).then(
        (answer) => {
          if (!dropped) setState({ answer, stale: false, failed: null });
        },
        (error: unknown) => {
          const failed = error instanceof Error ? error.message : "The preview does not answer.";
          if (!dropped) setState((before) => ({ ...before, stale: true, failed }));
        },
      );
    }, pauseMs);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [door, request]);
  return state;
}
