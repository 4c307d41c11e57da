import type { Metadata } from "next";
import { Door } from "#components/auth/Door.tsx";
import { SetUpForm } from "#components/auth/SetUpForm.tsx";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default function SetUpPage() {
  return (
    <Door title="Set up this installation" lead="You become the owner of the first organisation.">
      <SetUpForm />
    </Door>
  );
}
