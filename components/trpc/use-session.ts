"use client";
import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "./client.ts";

export type Me = ApiOutputs["session"]["me"];
export type Right = Me["rights"][number];

/** Who is signed in, and what they may do. Rights are empty until the server has said so. */
export function useSession(): { me: Me | undefined; may(right: Right): boolean } {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 60_000 }));
  return { me: data, may: (right) => data?.rights.includes(right) ?? false };
}
