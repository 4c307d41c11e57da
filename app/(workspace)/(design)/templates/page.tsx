import type { Metadata } from "next";
import { TemplatesScreen } from "#components/templates/TemplatesScreen.tsx";

export const metadata: Metadata = { title: "Templates" };

export default function TemplatesPage() {
  return <TemplatesScreen />;
}
