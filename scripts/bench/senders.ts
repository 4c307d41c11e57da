import { Agent } from "undici";
import type { Contestant } from "./contestant.ts";
import { dealOf } from "./deal.ts";
import { nowMs } from "./now-ms.ts";

const agent = new Agent({ connections: 32, pipelining: 1 });
const senders = 32;

export interface Sent {
  /** By deal id. */
  sentAt: Map<string, number>;
  ackMs: number[];
  firstAt: number;
}

/** 32 senders, each with its next deal as soon as the last is answered. */
export async function sendAtOnce(contestant: Contestant, phase: string, count: number): Promise<Sent> {
  const sent: Sent = { sentAt: new Map(), ackMs: [], firstAt: nowMs() };
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await sendOne(contestant, phase, index, sent);
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return sent;
}

/** So many a second, whether or not the answers keep up. */
export async function sendPaced(
  contestant: Contestant,
  phase: string,
  perSecond: number,
  seconds: number,
): Promise<Sent> {
  const sent: Sent = { sentAt: new Map(), ackMs: [], firstAt: nowMs() };
  const count = perSecond * seconds;
  const answers: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    let index = 0;
    const turn = (): void => {
      for (; index < count && nowMs() >= sent.firstAt + (index * 1_000) / perSecond; index += 1) {
        answers.push(sendOne(contestant, phase, index, sent));
      }
      if (index === count) resolve();
      else setTimeout(turn, Math.max(0, sent.firstAt + (index * 1_000) / perSecond - nowMs()));
    };
    turn();
  });
  await Promise.all(answers);
  return sent;
}

async function sendOne(contestant: Contestant, phase: string, index: number, sent: Sent): Promise<void> {
  const id = `${phase}-${index}`;
  const door = contestant.door(index);
  const body = JSON.stringify(dealOf(door.account, id));
  const headers = { "content-type": "application/json", ...door.sign(body) };
  const from = nowMs();
  sent.sentAt.set(id, from);
  const response = await agent.request({
    origin: door.url.origin,
    path: door.url.pathname,
    method: "POST",
    headers,
    body,
  });
  await response.body.dump();
  if (response.statusCode !== 200) throw new Error(`${contestant.name} answered a deal with ${response.statusCode}`);
  sent.ackMs.push(nowMs() - from);
}

export const endSenders = (): Promise<void> => agent.close();
