import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    projects: ["packages/*", "examples/*"].map((root) => ({
      test: { name: root, include: [`${root}/test/**/*.test.ts`], setupFiles: ["packages/core/test/trial.ts"] }
    }))
  }
})
