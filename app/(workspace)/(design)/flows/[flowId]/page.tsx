import type { Metadata } from "next";
import { CanvasScreen } from "#components/canvas/CanvasScreen.tsx";

export const metadata: Metadata = { title: "Flow" };

export default async function FlowPage({
  params,
  searchParams,
}: {
  params: Promise<{ flowId: string }>;
  searchParams: Promise<{ watch?: string }>;
}) {
  const { flowId } = await params;
  const { watch } = await searchParams;
  return <CanvasScreen key={flowId} flowId={flowId} watch={watch !== undefined} />;
}
