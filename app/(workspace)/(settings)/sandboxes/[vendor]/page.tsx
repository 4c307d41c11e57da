import type { Metadata } from "next";
import { SandboxScreen } from "#components/sandboxes/SandboxScreen.tsx";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage({
  params,
  searchParams,
}: {
  params: Promise<{ vendor: string }>;
  searchParams: Promise<{ table?: string }>;
}) {
  const { vendor } = await params;
  const { table } = await searchParams;
  return <SandboxScreen key={vendor} vendor={vendor} table={table ?? null} />;
}
