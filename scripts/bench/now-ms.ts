/** One clock for all processes of this machine, in milliseconds with a fraction. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
