import Link from "next/link";
import { buttonClass } from "#components/ui/Button.tsx";
import { EmptyState } from "#components/ui/EmptyState.tsx";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        title="There is nothing at this address"
        actions={
          <Link href="/flows" className={buttonClass("plain")}>
            Go to the flows
          </Link>
        }
      >
        It may have been deleted, or it belongs to another organisation.
      </EmptyState>
    </main>
  );
}
