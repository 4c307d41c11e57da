"use client";
import { FailedState } from "#components/ui/FailedState.tsx";

export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <main className="mx-auto w-full max-w-2xl py-12">
      <FailedState
        title="This page stopped working"
        message={error.digest ? `${error.message} (reference ${error.digest})` : error.message}
        fix="Nothing that was saved is lost. Retry, or reload the page."
        onRetry={reset}
      />
    </main>
  );
}
