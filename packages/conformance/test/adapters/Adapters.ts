/**
 * Adapters: which are there, and what does each promise?
 *
 * Nothing of it is claimed: an adapter is here because its tests put it through laws, and what it can do beyond them is
 * here by the test that shows it.
 */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..", "..", "..", "..")

const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** A test that puts an adapter through the laws of a port. */
export interface Suite {
  readonly name: string
  readonly laws: string
  readonly file: string
}

/** Every `suite("name", SomeLaws.laws, …)` in the tests of all packages. */
export const suites = (): ReadonlyArray<Suite> =>
  globSync("packages/*/test/**/*.test.ts", { cwd: root })
    .toSorted()
    .flatMap((file) =>
      [...read(file).matchAll(/^suite\(\s*"([^"]+)",\s*(\w+Laws)\.laws,/gm)].map(([, name = "", laws = ""]) => ({
        name,
        laws,
        file
      }))
    )

/** A port: the names of its laws, and how many broken adapters fail them. */
export interface Port {
  readonly name: string
  readonly laws: ReadonlyArray<string>
  readonly broken: number
}

const namesIn = (all: unknown): ReadonlyArray<string> =>
  Array.isArray(all) ? all.map((one: { readonly name: string }) => one.name) : []

/** The port whose laws are in this module, `MailerLaws` say. */
export const port = async (laws: string): Promise<Port> => {
  const name = laws.replace(/Laws$/, "")
  const [lawful, broken] = await Promise.all([
    import(`../../src/${laws}.ts`) as Promise<{ readonly laws: unknown }>,
    import(`../../src/Broken${name}.ts`) as Promise<{ readonly all: unknown }>
  ])
  return { name, laws: namesIn(lawful.laws), broken: namesIn(broken.all).length }
}

/** What an adapter can do that its port does not ask of all, and the test that shows it. */
export interface Ability {
  readonly adapter: string
  readonly can: string
  readonly file: string
  readonly test: string
}

const sql = "packages/storage-sql/test"

/** In the order in which they are to be read. */
export const abilities: ReadonlyArray<Ability> = [
  {
    adapter: "SQLite in one file",
    can: "what is acknowledged survives SIGKILL",
    file: `${sql}/Processes.test.ts`,
    test: "nothing acknowledged is missing after SIGKILL, however often"
  },
  {
    adapter: "SQLite in one file",
    can: "one process at a time; a second one is refused",
    file: `${sql}/Processes.test.ts`,
    test: "the second is refused at once, and can open the file as soon as the first was killed"
  },
  {
    adapter: "SQLite in one file",
    can: "a full disk leaves no half append",
    file: `${sql}/Sqlite.test.ts`,
    test: "a full disk is said to be full, half an append is not kept, and all is well when there is room again"
  },
  {
    adapter: "SQLite in one file",
    can: "nothing is acknowledged into a file that was moved or deleted",
    file: `${sql}/BadInput.test.ts`,
    test: "is said to be, so that nothing is acknowledged that nobody would find"
  },
  {
    adapter: "PostgreSQL",
    can: "any number of processes and machines; kept when workers and the server are killed",
    file: "packages/crash/test/CrashTest.test.ts",
    test: "what is there afterwards is what was promised"
  },
  {
    adapter: "PostgreSQL",
    can: "a connection that is lost at any point leaves all of an append or nothing, and says which",
    file: `${sql}/postgres/Faults.test.ts`,
    test: "leaves all of an append or nothing, and says which"
  },
  {
    adapter: "PostgreSQL",
    can: "a full server leaves no half append",
    file: `${sql}/postgres/BadInput.test.ts`,
    test: "is said to be, half an append is not kept, and all is well when there is room again"
  },
  {
    adapter: "PostgreSQL",
    can: "a server that may only be read is read",
    file: `${sql}/postgres/BadInput.test.ts`,
    test: "can be read, refuses what is written, and takes it when it may be written again"
  },
  {
    adapter: "PostgreSQL",
    can: "no statement of the loop reads a whole table",
    file: `${sql}/postgres/Plans.test.ts`,
    test: "no statement reads a whole table"
  }
]

/** Is there such a test? */
export const isShown = ({ file, test }: Ability): boolean => read(file).includes(test)
