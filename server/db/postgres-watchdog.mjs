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
process.stdin.on("close", leave);

const token = randomBytes(24).toString("base64url");
const control = net.createServer((socket) => {
  let greeting = "";
  socket.setTimeout(5_000, () => socket.destroy());
  socket.on("error", () => {});
  socket.on("data", function greet(chunk) {
    greeting += chunk;
    if (greeting.length > 100) socket.destroy();
    if (greeting !== `${token}\n` || users === 0) return;
    socket.off("data", greet);
    socket.resume();
    socket.setTimeout(0);
    users++;
    socket.on("close", leave);
    socket.write("ok\n");
  });
});
control.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {net.AddressInfo} */ (control.address());
  fs.rmSync(controlFile, { force: true });
  fs.writeFileSync(controlFile, JSON.stringify({ pid: process.pid, port, token }), { mode: 0o600 });
});

// tells the starter that PostgreSQL stays up for somebody else; it may be gone already
process.stdout.on("error", () => {});

function leave() {
  users--;
  if (users > 0) {
    process.stdout.write("shared\n");
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
