import type { Metadata } from "next";
import { ConnectionsScreen } from "#components/connections/ConnectionsScreen.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<{ result?: string }> }) {
  const { result } = await searchParams;
  return <ConnectionsScreen result={result ?? null} />;
}
