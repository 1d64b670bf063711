/**
 * TypeSchema: would the vendor's own types take this value?
 *
 * A vendor's official client carries the shape of every request in its type files. They are made into a JSON Schema when a test
 * runs, which is stricter than most specifications (unknown keys are refused), and leaves nothing of the vendor's in this
 * repository.
 */
import { Ajv } from "ajv"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { createGenerator } from "ts-json-schema-generator"

/** Problems of a value, each with its path; empty: the types take it. */
export type Check = (value: unknown) => ReadonlyArray<string>

/**
 * The checks of types, by their names. `from`: the test file that has the client as a dependency (`import.meta.url`); `files`: the
 * type files within the client's package, read once for all.
 */
export const all = (from: string, client: string, files: ReadonlyArray<string>): ((type: string) => Check) => {
  const folder = folderOf(from, client)
  const path = files.length === 1 ? `${folder}/${files[0]}` : `${folder}/{${files.join(",")}}`
  const generator = createGenerator({ path, skipTypeCheck: true, additionalProperties: false })
  return (type) => {
    const schema: object = generator.createSchema(type)
    const validate = new Ajv({ allErrors: true, strict: false, formats: { "date-time": true } }).compile(schema)
    return (value) => {
      if (validate(value)) return []
      return (validate.errors ?? []).map(
        ({ instancePath, message = "is wrong", params }) =>
          `${instancePath || "/"} ${message} ${JSON.stringify(params)}`
      )
    }
  }
}

const folderOf = (from: string, client: string): string => {
  const require = createRequire(from)
  for (const folder of require.resolve.paths(client) ?? []) {
    const path = join(folder, client, "package.json")
    try {
      return dirname(require.resolve(path))
    } catch {
      continue
    }
  }
  throw new Error(`${client} is not installed for ${from}`)
}
