export const templateDatabase = "millrace_template";

/** The same database for graphile-worker's own migrations, which run as the role that owns its schema. */
export function queueUrl(url: string): string {
  const address = new URL(url);
  address.searchParams.set("options", "-c role=millrace_queue");
  return address.toString();
}
