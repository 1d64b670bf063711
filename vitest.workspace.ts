import { defineConfig } from "vitest/config"

const setupFiles = ["packages/core/test/trial.ts"]

// what needs a database server, which is started once for all of it
const postgres = "packages/storage-sql/test/postgres"

export default defineConfig({
  test: {
    // by default one processor is left for watching; here nobody watches
    maxWorkers: "100%",
    projects: [
      ...["packages/*", "examples/*"].map((root) => ({
        test: { name: root, include: [`${root}/test/**/*.test.ts`], exclude: [`${postgres}/**`], setupFiles }
      })),
      {
        test: {
          name: postgres,
          include: [`${postgres}/**/*.test.ts`],
          globalSetup: [`${postgres}/setup.ts`],
          setupFiles
        }
      }
    ]
  }
})
