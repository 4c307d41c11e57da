import { readSession, type SignedIn } from "#server/auth/session.ts";

export interface Context {
  /** Null: nobody is signed in. */
  signedIn: SignedIn | null;
  headers: Headers;
  /** Of the answer: a session that is prolonged or changed sets its cookie here. Absent where pages are rendered. */
  answerHeaders: Headers | null;
}

export async function createContext(headers: Headers, answerHeaders: Headers | null): Promise<Context> {
  const { signedIn, cookies } = await readSession(headers);
  for (const cookie of cookies) answerHeaders?.append("set-cookie", cookie);
  return { signedIn, headers, answerHeaders };
}
