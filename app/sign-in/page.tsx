import type { Metadata } from "next";
import { Door } from "#components/auth/Door.tsx";
import { SignInForm } from "#components/auth/SignInForm.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams;
  return (
    <Door
      title="Sign in"
      foot={
        <p>
          Just started Millrace on this machine? There is no password yet: run{" "}
          <code className="rounded-[4px] border bg-surface px-1 py-0.5">npm run link</code> in its folder and open the
          link it prints.
        </p>
      }
    >
      <SignInForm next={ownPath(next)} />
    </Door>
  );
}

/** Only a path of ours: an address in a link must not send a signed-in person elsewhere. */
const ownPath = (next: string | undefined): string =>
  next && /^\/[a-z]/.test(next) && !next.includes("\\") ? next : "/flows";
