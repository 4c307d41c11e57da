/**
 * @typedef {{ version?: string, resolved?: string, link?: boolean, license?: string, dev?: boolean, optional?: boolean,
 *   optionalDependencies?: Record<string, string> }} LockedPackage
 */

/**
 * Optional dependencies with an exact version for which the lockfile has no entry anywhere Node would look. Those with a
 * range are left alone: npm itself may skip them, and no version could be told.
 * @param {Record<string, LockedPackage>} packages
 * @returns {{ name: string, version: string, parent: LockedPackage }[]}
 */
export function missingOptionalPackages(packages) {
  const missing = new Map();
  for (const [where, parent] of Object.entries(packages)) {
    if (!where) continue;
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (/^\d+\.\d+\.\d+/.test(version) && !isLocked(packages, where, name))
        missing.set(name, { name, version, parent });
    }
  }
  return [...missing.values()];
}

/** Looks in the package's own node_modules, then outwards, as Node does. */
function isLocked(
  /** @type {Record<string, LockedPackage>} */ packages,
  /** @type {string} */ where,
  /** @type {string} */ name,
) {
  for (let folder = where; ; ) {
    if (packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!folder) return false;
    const outer = folder.lastIndexOf("node_modules/");
    folder = outer > 0 ? folder.slice(0, outer - 1) : "";
  }
}
