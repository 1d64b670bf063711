import * as TypeSchema from "@temoin/contract/TypeSchema"
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "temoin-contract-"))
afterAll(() => rmSync(folder, { recursive: true }))

const client = join(folder, "node_modules", "a-client")
mkdirSync(client, { recursive: true })
writeFileSync(join(client, "package.json"), `{"name":"a-client","version":"1.0.0"}`)
writeFileSync(
  join(client, "note.d.ts"),
  `export declare class Note {
    'id': string;
    'count'?: number;
    'kind': KindEnum;
    'properties': { [key: string]: string };
    static readonly discriminator: string | undefined;
    constructor();
  }
  export type KindEnum = "NOTE" | "TASK";`
)

const check = TypeSchema.all(join(folder, "test.js"), "a-client", ["note.d.ts"])("Note")
const right = { id: "1", kind: "NOTE", properties: { a: "b" } }

describe("the harness itself", () => {
  it("takes what the types take", () => {
    expect(check(right)).toEqual([])
    expect(check({ ...right, count: 1 })).toEqual([])
  })

  it("refuses a wrong type", () => {
    expect(check({ ...right, id: 1 }).join()).toContain("/id must be string")
    expect(check({ ...right, properties: { a: 1 } }).join()).toContain("/properties/a must be string")
  })

  it("refuses an unknown key", () => {
    expect(check({ ...right, idd: "1" }).join()).toContain("additional properties")
  })

  it("refuses a value that is not in the list", () => {
    expect(check({ ...right, kind: "NOTES" }).join()).toContain("/kind must be equal to one of")
  })

  it("refuses what leaves something out", () => {
    expect(check({ id: "1", kind: "NOTE" }).join()).toContain("required property 'properties'")
  })

  it("says which client is not installed", () => {
    expect(() => TypeSchema.all(join(folder, "test.js"), "no-client", ["x.d.ts"])).toThrow("no-client is not installed")
  })
})
