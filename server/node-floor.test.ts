import { expect, test } from "vitest";
import { nodeFloorProblem } from "#server/node-floor.mjs";

test.each(["22.23.2", "v24.18.1", "24.21.0", "26.0.0", "22.24.0"])("%s will do", (version) => {
  expect(nodeFloorProblem(version)).toBeUndefined();
});

test.each(["20.20.2", "22.23.1", "23.11.0", "24.18.0", "24.9.9", ""])("%s is refused with what to do", (version) => {
  expect(nodeFloorProblem(version)).toMatch(/needs Node.js 24\.18\.1 or newer .* "npm start", which brings its own/);
});
