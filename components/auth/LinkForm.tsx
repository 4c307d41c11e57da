"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../ui/Button.tsx";
import { enter, postAuth } from "./post-auth.ts";

/**
 * Spends the one-time token that stands behind the address's hash, where no server and no log sees it. Goes by itself;
 * the button is for whoever comes back to a page that did not.
 */
export function LinkForm() {
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const started = useRef(false);

  const signIn = useCallback(async () => {
    const token = tokenOf(window.location);
    if (!token) {
      setBusy(false);
      setError("This link is not complete. Copy it once more, with everything behind the # sign.");
      return;
    }
    setBusy(true);
    setError(null);
    const refused = await postAuth("/sign-in/link", { token });
    if (refused === null) return enter("/templates");
    setBusy(false);
    setError(refused);
  }, []);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void signIn();
  }, [signIn]);

  return (
    <div className="flex flex-col gap-4">
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <Button look="primary" busy={busy} onClick={() => void signIn()}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
    </div>
  );
}

function tokenOf(location: Location): string | null {
  const hash = location.hash.slice(1);
  const named = new URLSearchParams(hash).get("token") ?? new URLSearchParams(location.search).get("token");
  return named ?? (hash === "" ? null : decodeURIComponent(hash));
}
