import type { Metadata } from "next";
import { RunScreen } from "#components/runs/RunScreen.tsx";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  return <RunScreen key={runId} runId={runId} />;
}
