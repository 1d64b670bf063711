import * as CrmLaws from "@temoin/conformance/CrmLaws"
import { suite } from "@temoin/conformance/Suite"
import { layer } from "./desk.ts"

suite("Pipedrive", CrmLaws.laws, layer, { runs: 20 })
