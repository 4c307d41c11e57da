import * as z from "zod";

const Refusal = z.object({ message: z.string() });

/** Asks one of the sign-in endpoints. Null when it worked, else the sentence for the person. */
export async function postAuth(path: string, body: Record<string, string>): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return "The server does not answer. Check that it is running, then try again.";
  }
  if (response.ok) return null;
  if (response.status === 429) return "Too many attempts. Wait a minute, then try again.";
  const refusal = Refusal.safeParse(await response.json().catch(() => null));
  return refusal.success ? refusal.data.message : "That did not work. Try again.";
}

/** A full load, so that nothing of another person's session stays in the page. */
export const enter = (path = "/flows"): void => window.location.assign(path);
