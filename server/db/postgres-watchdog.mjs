// Owns one PostgreSQL and stops it when nobody uses it any more: the process that started it holds our standard input,
// any further one a connection to the control port. However violently they end, the operating system closes both.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";

const { executable, args, account, cwd, logFile, controlFile, quickStopMs } = JSON.parse(process.argv[2] ?? "{}");

const log = fs.openSync(logFile, "a");
const env = { ...process.env, LC_ALL: "C" };
const postgres = spawn(executable, args, { ...account, cwd, env, stdio: ["ignore", log, log] });
postgres.on("error", (error) => end(1, `${error}\n`));
postgres.on("exit", (code) => end(code ?? 1));

// the terminal's Ctrl-C is for the launcher, which then lets go of us in its order
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

let users = 1;
process.stdin.resume();
process.stdin.on("close", () => leave(process.stdout));
process.stdout.on("error", () => {}); // the starter may be gone already

const token = randomBytes(24).toString("base64url");
const control = net.createServer({ allowHalfOpen: true }, (socket) => {
  let greeting = "";
  let joined = false;
  socket.setTimeout(5_000, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    if (joined) return;
    greeting += chunk;
    if (greeting.length > token.length + 1) socket.destroy();
    if (greeting !== `${token}\n` || users === 0) return;
    joined = true;
    users++;
    socket.setTimeout(0);
    socket.write("ok\n");
  });
  let left = false;
  for (const event of ["end", "close"]) {
    socket.on(event, () => {
      if (joined && !left) leave(socket);
      else if (!joined) socket.destroy();
      left = true;
    });
  }
});
control.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {net.AddressInfo} */ (control.address());
  fs.rmSync(controlFile, { force: true });
  fs.writeFileSync(controlFile, JSON.stringify({ pid: process.pid, port, token }), { mode: 0o600 });
});

/**
 * Whoever leaves waits for our end, or for the word that PostgreSQL stays up for somebody else.
 * @param {NodeJS.WritableStream} user
 */
function leave(user) {
  users--;
  if (users > 0) {
    user.write("shared\n", () => user.end());
    return;
  }
  control.close();
  postgres.kill("SIGINT"); // fast shutdown: open transactions are rolled back, the next start needs no recovery
  setTimeout(() => postgres.kill("SIGQUIT"), quickStopMs).unref();
}

function end(/** @type {number} */ code, message = "") {
  if (message) fs.writeSync(log, message);
  fs.rmSync(controlFile, { force: true });
  process.exit(code);
}
