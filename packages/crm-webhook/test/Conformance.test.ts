import * as CrmLaws from "@temoin/conformance/CrmLaws"
import { suite } from "@temoin/conformance/Suite"
import { layer } from "./receiver.ts"

suite("a CRM at an address", CrmLaws.laws, layer, { runs: 20 })
