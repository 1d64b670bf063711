// Does the store in memory keep every promise of the port, and does every law find a store that breaks it?
import * as BrokenProjections from "@temoin/conformance/BrokenProjections"
import * as ProjectionsLaws from "@temoin/conformance/ProjectionsLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as Layer from "effect/Layer"

const memory = MemoryHistoryStore.layer.pipe(Layer.provide(ProjectionsLaws.kept))

suite("what is kept in memory", ProjectionsLaws.laws, memory)

rejects("a store that keeps it badly", ProjectionsLaws.laws, BrokenProjections.all, memory, { runs: 25 })
