"use client";
import { useState } from "react";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/TextField.tsx";
import { enter, postAuth } from "./post-auth.ts";

const fields = ["token", "name", "email", "password", "organisation"] as const;

/** The first owner of an installation on a database of its own. What was typed stays when something is refused. */
export function SetUpForm() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        setBusy(true);
        setError(null);
        const refused = await postAuth(
          "/set-up",
          Object.fromEntries(fields.map((name) => [name, String(form.get(name)).trim()])),
        );
        if (refused === null) return enter("/templates");
        setBusy(false);
        setError(refused);
      }}
    >
      <TextField
        label="Set-up token"
        name="token"
        hint="The server printed it when it started."
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        required
      />
      <TextField label="Your name" name="name" autoComplete="name" maxLength={120} required />
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="Long is good: four words that do not belong together."
        required
      />
      <TextField label="Organisation" name="organisation" autoComplete="organization" maxLength={120} required />
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <Button type="submit" look="primary" busy={busy}>
        Create the owner
      </Button>
    </form>
  );
}
