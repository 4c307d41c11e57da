import http from "node:http";
import { platformSettings } from "#server/launch/platform-settings.ts";

/** Resolves when /readyz says yes: the whole way from the port to the database and its migrations works. */
export async function waitUntilReady({ host, port }: { host: string; port: number }): Promise<void> {
  const deadline = performance.now() + platformSettings.launch.readyMs;
  for (;;) {
    const answer = await ask(reachableHost(host), port);
    if (answer.status === 200) return;
    if (performance.now() > deadline) throw new Error(`Millrace did not become ready: ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, platformSettings.launch.readyPollMs));
  }
}

/** "All addresses" is no address to connect to. */
function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

function ask(host: string, port: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const request = http.get({ host, port, path: "/readyz", timeout: 5_000, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", (error) => resolve({ status: 0, text: error.message }));
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", (error) => resolve({ status: 0, text: error.message }));
  });
}
