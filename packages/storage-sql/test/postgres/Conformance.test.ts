// Does a store on a server keep every promise of the port?
import * as ErasuresLaws from "@temoin/conformance/ErasuresLaws"
import * as HistoryStoreLaws from "@temoin/conformance/HistoryStoreLaws"
import * as NotebookLaws from "@temoin/conformance/NotebookLaws"
import * as ProjectionsLaws from "@temoin/conformance/ProjectionsLaws"
import { suite } from "@temoin/conformance/Suite"
import * as Layer from "effect/Layer"
import { empty } from "./schemas.ts"

suite("PostgreSQL", HistoryStoreLaws.laws, empty("conformance"), { runs: 10 })
suite("PostgreSQL, forgetting", ErasuresLaws.laws, empty("forgetting"), { runs: 5 })
suite("PostgreSQL, noting", NotebookLaws.laws, empty("noting"), { runs: 5 })
suite("PostgreSQL, what it keeps", ProjectionsLaws.laws, empty("keeping").pipe(Layer.provide(ProjectionsLaws.kept)), {
  runs: 8
})
