// Plain JavaScript for Node 20: the installer uses it before anything is installed.
import fs from "node:fs";
import path from "node:path";

/**
 * Whether node_modules holds every required package of package-lock.json in the locked version. npm leaves a lockfile of
 * what it really installed in node_modules; optional packages may be absent there (other platforms).
 * @param {string} root
 */
export function isInstalled(root) {
  const installed = packagesOf(path.join(root, "node_modules/.package-lock.json"));
  if (!installed) return false;
  return Object.entries(packagesOf(path.join(root, "package-lock.json")) ?? {}).every(
    ([where, locked]) =>
      !where || locked.optional || locked.devOptional || installed[where]?.version === locked.version,
  );
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
