import { nodeFloorProblem } from "./node-floor.mjs";

// `npm start`. The version is looked at before anything else is loaded: on an old Node.js the rest may not even parse.
const problem = nodeFloorProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}

const { launch } = await import("#server/launch/launch.ts");
await launch({ dev: process.argv.includes("--dev") });
