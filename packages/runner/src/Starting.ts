/**
 * Starting: what does a host's worker do all day?
 *
 * What falls due, as every worker does; and from time to time the CRM and the retention, where there are any.
 *
 * @since 0.1.0
 */
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Crm from "@temoin/core/ports/Crm"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as Projections from "@temoin/core/ports/Projections"
import type * as Program from "@temoin/core/Program"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import type * as Chore from "./Chore.ts"
import * as CrmRound from "./CrmRound.ts"
import type * as CrmSync from "./CrmSync.ts"
import * as Erasing from "./Erasing.ts"
import type * as Runner from "./Runner.ts"
import * as Worker from "./Worker.ts"

/**
 * - `syncMillis`: so long after a sync with the CRM comes the next, where there is a CRM among the adapters. Default: a minute;
 *   `Infinity`: the host calls `temoin.crm.sync` itself.
 * - `sweepMillis`: so long after a sweep by the retention comes the next, where there are settings of privacy. Default: a day;
 *   `Infinity`: the host calls `temoin.privacy.sweep` itself.
 * - `tidyMillis`: so long after the store has tidied its counters it does so again. Default: a day; `Infinity`: never.
 * - The rest is the worker's.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends Omit<Worker.Options, "chores"> {
  readonly syncMillis?: number
  readonly sweepMillis?: number
  readonly tidyMillis?: number
}

/** A worker that was started. @category models @since 0.1.0 */
export interface Running {
  /** Claims nothing more, finishes what is being sent, gives the rest back, and ends. Twice is once. */
  readonly stop: () => Promise<Worker.Stopped>
  readonly status: () => Worker.Status
}

/** @category models @since 0.1.0 */
export interface Starting {
  readonly start: (options?: Options) => Promise<Running>
  /** Stops every worker that still works. */
  readonly stopAll: () => Promise<void>
}

type Use = <A, E>(
  effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Projections.Projections | Runner.Runner>
) => Promise<A>

const minute = 60_000
const day = 24 * 60 * minute
/** So many troubles of one sync are logged. */
const logged = 20
/** So many people are swept at a time. */
const swept = 1000

const sweep = (settings: Erasing.Settings) =>
  Effect.gen(function* () {
    for (;;) if ((yield* Erasing.sweep(settings, { isDry: false, limit: swept })).isDone) return
  })

/**
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  crmOptions: CrmSync.Options,
  privacy: Erasing.Settings | undefined,
  use: Use
): Starting => {
  const workers = new Set<Running>()

  const sync = (crm: Crm.Crm["Service"], notebook: Notebook.Notebook["Service"]) =>
    Effect.gen(function* () {
      const { stoppedBy, troubles } = yield* CrmRound.sync(program, crmOptions).pipe(
        Effect.provideService(Crm.Crm, crm),
        Effect.provideService(Notebook.Notebook, notebook)
      )
      for (const { contact, problem } of troubles.slice(0, logged)) {
        yield* Effect.logWarning(`${crm.name}: ${contact === undefined ? "" : `${contact}: `}${problem}`)
      }
      if (troubles.length > logged) yield* Effect.logWarning(`${crm.name}: and ${troubles.length - logged} more`)
      if (stoppedBy !== undefined) yield* Effect.logInfo(`${crm.name}: ${stoppedBy}`)
    })

  const chores = Effect.fnUntraced(function* ({ sweepMillis = day, syncMillis = minute, tidyMillis = day }: Options) {
    const { tidy } = yield* Projections.Projections
    const store = yield* Effect.context<HistoryStore.HistoryStore>()
    const crm = yield* Effect.serviceOption(Crm.Crm)
    const notebook = yield* Effect.serviceOption(Notebook.Notebook)
    const tidying = Effect.asVoid(Effect.flatMap(Clock.currentTimeMillis, tidy))
    const all: Array<Chore.Chore> = [{ name: "the counters", everyMillis: tidyMillis, run: tidying }]
    if (Option.isSome(crm) && Option.isSome(notebook)) {
      const run = Effect.provide(sync(crm.value, notebook.value), store)
      all.push({ name: `the sync with ${crm.value.name}`, everyMillis: syncMillis, run })
    }
    if (privacy !== undefined) {
      all.push({ name: "the sweep", everyMillis: sweepMillis, run: Effect.provide(sweep(privacy), store) })
    }
    return all
  })

  return {
    start: (options = {}) =>
      use(
        Effect.gen(function* () {
          const scope = yield* Scope.make()
          const worker = Worker.start({ ...options, chores: yield* chores(options) })
          const { status, stop } = yield* Scope.provide(worker, scope)
          const stopping = Effect.ensuring(stop, Scope.close(scope, Exit.void))
          let stopped: Promise<Worker.Stopped> | undefined
          const running: Running = {
            status,
            stop: () => {
              workers.delete(running)
              return (stopped ??= use(stopping))
            }
          }
          workers.add(running)
          return running
        })
      ),
    stopAll: async () => void (await Promise.all(Array.from(workers, ({ stop }) => stop())))
  }
}
