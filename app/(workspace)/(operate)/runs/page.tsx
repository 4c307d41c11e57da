import type { Metadata } from "next";
import { RunsScreen } from "#components/runs/RunsScreen.tsx";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({
  searchParams,
}: {
  searchParams: Promise<{ state?: string; flow?: string; search?: string }>;
}) {
  const { state = "", flow = "", search = "" } = await searchParams;
  return <RunsScreen state={state} flowId={flow} search={search} />;
}
