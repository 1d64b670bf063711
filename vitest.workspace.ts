import { defineConfig } from "vitest/config"

const common = {
  setupFiles: ["packages/core/test/trial.ts"],
  // a busy machine is no fault of the code; only what hangs is stopped
  testTimeout: 900_000,
  hookTimeout: 900_000
}

// what needs a database server, which is started once for all of it
const postgres = "packages/storage-sql/test/postgres"

export default defineConfig({
  test: {
    // by default one processor is left for watching; here nobody watches
    maxWorkers: "100%",
    projects: [
      ...["packages/*", "examples/*"].map((root) => ({
        test: { ...common, name: root, include: [`${root}/test/**/*.test.ts`], exclude: [`${postgres}/**`] }
      })),
      {
        test: {
          ...common,
          name: postgres,
          include: [`${postgres}/**/*.test.ts`],
          globalSetup: [`${postgres}/setup.ts`]
        }
      }
    ]
  }
})
