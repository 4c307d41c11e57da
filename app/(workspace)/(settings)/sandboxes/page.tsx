import type { Metadata } from "next";
import { SandboxesScreen } from "#components/sandboxes/SandboxesScreen.tsx";

export const metadata: Metadata = { title: "Sandboxes" };

export default function SandboxesPage() {
  return <SandboxesScreen />;
}
