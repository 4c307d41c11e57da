import type { ApiInputs } from "../trpc/client.ts";

export type NewFault = ApiInputs["twins"]["setFault"]["fault"];

export interface FaultChoice {
  id: string;
  title: string;
  about: string;
  strike: NewFault["strike"];
  /** Strikes only requests that change something. */
  mutates: boolean;
}

/** The ways to break a sandbox that teach something; each says what should come of it. */
export const faultChoices: FaultChoice[] = [
  {
    id: "down",
    title: "Answers 500",
    about: "The vendor is down. After five failures in a row the node pauses.",
    strike: { kind: "status", status: 500, when: "before" },
    mutates: true,
  },
  {
    id: "lost-answer",
    title: "Accepted, but the answer is lost",
    about: "The record is written and the line is cut. There must still be only one.",
    strike: { kind: "reset", when: "after" },
    mutates: true,
  },
  {
    id: "rate",
    title: "429, come back in 20 s",
    about: "The limit is used up. The run waits and uses no attempt.",
    strike: { kind: "status", status: 429, when: "before", retryAfterSeconds: 20 },
    mutates: false,
  },
  {
    id: "refused",
    title: "Refuses the data (400)",
    about: "The vendor does not want it. The run fails at once and waits for a person.",
    strike: { kind: "status", status: 400, when: "before" },
    mutates: true,
  },
  {
    id: "signed-out",
    title: "Token expired (401)",
    about: "The sign-in is renewed once, then a person is asked.",
    strike: { kind: "status", status: 401, when: "before" },
    mutates: false,
  },
  {
    id: "slow",
    title: "Answers after 10 s",
    about: "The vendor is slow.",
    strike: { kind: "slow", delayMs: 10_000 },
    mutates: false,
  },
  {
    id: "broken",
    title: "A broken answer",
    about: "A success whose body ends in the middle: was it written or not?",
    strike: { kind: "broken-answer" },
    mutates: true,
  },
];

/** A fault in words, for the list of those that are set. */
export function faultWords(strike: NewFault["strike"]): string {
  switch (strike.kind) {
    case "status":
      return `Answers ${strike.status}${strike.when === "after" ? " after doing it" : ""}`;
    case "reset":
      return strike.when === "after" ? "Does it, then cuts the line" : "Cuts the line";
    case "slow":
      return `Answers after ${strike.delayMs / 1_000} s`;
    case "broken-answer":
      return "Answers with half a body";
    case "duplicate-delivery":
      return `Sends each webhook ${strike.copies} times`;
  }
}
