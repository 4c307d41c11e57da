/** Why a run waits, as a sentence for the person who looks at it. */
export function parkWords(reason: string | null): string {
  switch (reason) {
    case "retry":
      return "The last attempt failed; it is tried again.";
    case "breaker":
      return "The vendor is failing, so nothing is sent. No attempt is used.";
    case "rate":
      return "The vendor's limit is used up for the moment.";
    case "order":
      return "An earlier event of the same record goes first.";
    case "delay":
      return "It was told to wait.";
    case "approval":
      return "Somebody must approve it.";
    case "reauth":
      return "The connection must be signed in again.";
    case "conflict":
      return "The record changed after it was written: somebody must look.";
    case "quarantine":
      return "It was stopped after three crashes: somebody must look.";
    default:
      return "It waits.";
  }
}
