// Finds a Chromium for the browser tests, the screenshots and the demo.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import zlib from "node:zlib";

const root = path.resolve(import.meta.dirname, "..");

/** How every browser of ours is started: it can reach this machine and nothing else, which proves that nothing else is asked. */
export const browserArgs = [
  "--disable-gpu",
  "--disable-background-networking",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/**
 * The path of a browser that was seen to work, or undefined when Playwright will find its own. In the order of least
 * surprise: what was asked for, Playwright's, the one from npm, the system's, a download.
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser(say = console.log) {
  const { chromium } = await import("@playwright/test");
  const tried = [];
  for (const [name, file] of candidates(chromium.executablePath())) {
    if (!file || !fs.existsSync(file)) {
      tried.push(`${name}: not there`);
      continue;
    }
    const failure = await tryOut(chromium, file);
    if (!failure) {
      say(`Browser: ${name} (${file})`);
      return file;
    }
    tried.push(`${name}: ${file} does not start (${failure})`);
  }
  say("No browser found; downloading Playwright's Chromium");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  const install = [cli, "install", "chromium-headless-shell"];
  if (spawnSync(process.execPath, install, { stdio: "inherit", timeout: 300_000 }).status === 0) return undefined;
  throw new Error(
    `There is no browser for the browser tests:\n  ${tried.join("\n  ")}\nInstall one (apt-get install chromium, or npx playwright install --with-deps chromium), or set E2E_CHROMIUM to its path.`,
  );
}

/** Lazily, because the one from npm must be unpacked first. */
function* candidates(/** @type {string} */ playwrights) {
  if (process.env.E2E_CHROMIUM) yield ["E2E_CHROMIUM", process.env.E2E_CHROMIUM];
  yield ["Playwright's Chromium", playwrights];
  if (process.platform === "linux" && process.arch === "x64") yield ["@sparticuz/chromium", unpackFromNpm()];
  yield ["the system's Chromium", "/usr/bin/chromium"];
  yield ["the system's headless shell", "/usr/bin/chromium-headless-shell"];
  yield ["the system's Chrome", "/usr/bin/google-chrome"];
  yield ["the system's Chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
  yield ["the system's Chrome", "C:/Program Files/Google/Chrome/Application/chrome.exe"];
}

/** Its package carries the browser compressed. Its own unpacking uses one fixed folder in /tmp for everybody. */
function unpackFromNpm() {
  const folder = path.join(root, "node_modules/@sparticuz/chromium");
  const packed = path.join(folder, "bin/chromium.br");
  if (!fs.existsSync(packed)) return undefined;
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = path.join(root, `node_modules/.cache/chromium-${version}/chromium`);
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(draft, zlib.brotliDecompressSync(fs.readFileSync(packed)), { mode: 0o755 });
    fs.renameSync(draft, file);
  }
  return file;
}

/** A browser that exists may still lack a library. Undefined when it showed a page. */
async function tryOut(
  /** @type {import("@playwright/test").BrowserType} */ chromium,
  /** @type {string} */ executablePath,
) {
  try {
    const browser = await chromium.launch({ executablePath, args: browserArgs, timeout: 30_000 });
    const page = await browser.newPage();
    await page.setContent("<h1>ok</h1>");
    await page.getByText("ok").waitFor();
    await browser.close();
    return undefined;
  } catch (error) {
    return (
      String(error)
        .split("\n")
        .find((line) => /error while loading|ENOENT|EACCES/.test(line)) ?? "no reason given"
    );
  }
}

if (import.meta.main) console.log(await findBrowser());
