/**
 * Page: docs/adapters.md, as the laws and the tests have it.
 */
import * as Adapters from "./Adapters.ts"

const packageOf = ({ file, name }: Adapters.Suite): string => {
  const folder = file.split("/")[1] ?? ""
  // what is in memory is put through the laws by those who wrote them
  return `@temoin/${folder === "conformance" && name.includes("memory") ? "memory" : folder}`
}

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => [
  `| ${head.join(" | ")} |`,
  `|${head.map(() => "---").join("|")}|`,
  ...rows.map((row) => `| ${row.join(" | ")} |`)
]

/** The page. */
export const make = async (): Promise<string> => {
  const suites = Adapters.suites()
  const modules = [...new Set(suites.map(({ laws }) => laws))].toSorted()
  const ports = await Promise.all(
    modules.map(async (module) => ({
      ...(await Adapters.port(module)),
      suites: suites.filter(({ laws }) => laws === module)
    }))
  )
  const lines = [
    "# Adapters: which are there, and what does each promise?",
    "",
    "A port's promises are laws in `@temoin/conformance`, which any adapter runs in one line. The tables show who runs which of them;",
    "each law has a broken adapter that must fail it, or it would not be one. This page is printed by `pnpm adapters` from the laws and",
    "the tests, and a test compares the two.",
    "",
    ...table(
      ["port", "laws", "broken adapters that are found", "adapters that keep all"],
      ports.map(({ broken, laws, name, suites }) => [
        `[${name}](#${name.toLowerCase()})`,
        String(laws.length),
        String(broken),
        String(suites.length)
      ])
    ),
    "",
    "## What some can do beyond that",
    "",
    ...table(
      ["adapter", "can", "shown by"],
      Adapters.abilities.map(({ adapter, can, file, test }) => [adapter, can, `[“${test}”](../${file})`])
    )
  ]
  for (const { laws, name, suites } of ports) {
    lines.push(
      "",
      `## ${name}`,
      "",
      ...table(
        ["adapter", "package", "laws kept"],
        suites.map((suite) => [
          suite.name,
          `\`${packageOf(suite)}\``,
          `[${laws.length} of ${laws.length}](../${suite.file})`
        ])
      ),
      "",
      ...laws.map((law) => `- ${law}`)
    )
  }
  return `${lines.join("\n")}\n`
}
