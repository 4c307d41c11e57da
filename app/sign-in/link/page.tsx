import type { Metadata } from "next";
import { Door } from "#components/auth/Door.tsx";
import { LinkForm } from "#components/auth/LinkForm.tsx";

export const metadata: Metadata = { title: "Sign in by link", referrer: "no-referrer" };

export default function LinkPage() {
  return (
    <Door
      title="Sign in by link"
      lead="The link works once and for fifteen minutes."
      foot={
        <p>
          It does not work any more? Run{" "}
          <code className="rounded-[4px] border bg-surface px-1 py-0.5">npm run link</code> for a new one.
        </p>
      }
    >
      <LinkForm />
    </Door>
  );
}
