import net from "node:net";

/** Asked first: a start that builds for a minute and then finds its port taken would be a poor joke. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(sentence(error.code, host, port))));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function sentence(code: string | undefined, host: string, port: number): string {
  const other = `choose another one: PORT=${port === 65_535 ? 3001 : port + 1} npm start`;
  if (code === "EADDRINUSE") return `PORT ${port} is in use, perhaps by another Millrace. Stop that one, or ${other}`;
  if (code === "EACCES") return `PORT ${port} needs rights this account does not have. Please ${other}`;
  return `HOST ${host} is no address of this machine (${code}). Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
}
