import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "#components/shell/Shell.tsx";
import { readSession } from "#server/auth/session.ts";

/** Only for whoever is signed in. What they may do, each procedure decides by itself. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const { signedIn } = await readSession(await headers());
  if (!signedIn) redirect("/sign-in");
  return <Shell>{children}</Shell>;
}
