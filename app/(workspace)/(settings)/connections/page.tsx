import type { Metadata } from "next";
import { ConnectionsScreen } from "#components/connections/ConnectionsScreen.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<{ outcome?: string }> }) {
  const { outcome } = await searchParams;
  return <ConnectionsScreen outcome={outcome ?? null} />;
}
