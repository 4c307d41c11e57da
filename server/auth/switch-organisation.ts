import { isAPIError } from "better-auth/api";
import { Fault } from "#nodes/_core/fault.ts";
import { auth } from "./auth.ts";

/** Moves a session to another organisation of the same person; the Set-Cookie values of the new session. */
export async function switchOrganisation(headers: Headers, organisationId: string): Promise<string[]> {
  try {
    const { headers: set } = await auth().api.switchOrganisation({
      headers,
      body: { organisationId },
      returnHeaders: true,
    });
    return set.getSetCookie();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    throw new Fault({
      kind: "unauthorized",
      code: "not-allowed",
      message: "You are not a member of this organisation.",
      fix: "Ask an owner to invite you.",
    });
  }
}
