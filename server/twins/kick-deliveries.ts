declare global {
  /** Set by the process that sends deliveries; Next's bundle and the native files of one process both find it here. */
  var millraceTwinKick: (() => void) | undefined;
}

/** Something was queued: send it now instead of at the next tick. Without a dispatcher in this process it waits. */
export const kickDeliveries = (): void => globalThis.millraceTwinKick?.();

export function onKick(kick: (() => void) | undefined): void {
  globalThis.millraceTwinKick = kick;
}
