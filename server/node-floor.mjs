// Plain JavaScript for Node 20: this is read before anything is installed and before TypeScript can be run.

/** The oldest releases without the known holes of Node's HTTP parser and TLS (SECURITY.md, "Versions"). */
export const NODE_FLOORS = { 22: "22.23.2", 24: "24.18.1" };

/**
 * What is wrong with this Node.js and what to do about it, or undefined when it is fine.
 * @param {string} version such as "24.21.0"
 * @returns {string | undefined}
 */
export function nodeFloorProblem(version) {
  const [major = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major > 24) return undefined;
  const floor = NODE_FLOORS[/** @type {22 | 24} */ (major)];
  if (floor && !isOlder(version, floor)) return undefined;
  return `Millrace needs Node.js ${NODE_FLOORS[24]} or newer (or ${NODE_FLOORS[22]} of the 22 line), this is ${version.replace(/^v/, "")}. Start it with "npm start", which brings its own Node.js, or install Node.js 24 from https://nodejs.org.`;
}

/** @param {string} version @param {string} floor */
function isOlder(version, floor) {
  const have = version.replace(/^v/, "").split(".").map(Number);
  const need = floor.split(".").map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (have[i] ?? 0) - (need[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
