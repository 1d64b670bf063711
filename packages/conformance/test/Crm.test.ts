import * as BrokenCrm from "@temoin/conformance/BrokenCrm"
import { CrmDesk } from "@temoin/conformance/CrmDesk"
import * as CrmLaws from "@temoin/conformance/CrmLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryCrm from "@temoin/memory/MemoryCrm"
import * as Layer from "effect/Layer"

const layer = Layer.provideMerge(Layer.effect(CrmDesk, MemoryCrm.Desk), MemoryCrm.layer)

suite("the CRM in memory", CrmLaws.laws, layer)

rejects("a broken CRM", CrmLaws.laws, BrokenCrm.all, layer)
