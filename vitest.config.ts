import { configDefaults, defineConfig } from "vitest/config";

const exclude = [...configDefaults.exclude, "**/.next/**", "**/.data/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: [...exclude, "**/*.db.test.ts"] },
      },
      {
        // one throw-away PostgreSQL for all files, and a database of its own for each (server/testing)
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: "./server/testing/postgres.ts",
          testTimeout: 20_000,
          hookTimeout: 60_000,
          env: { LOG_LEVEL: "warn" },
        },
      },
    ],
  },
});
