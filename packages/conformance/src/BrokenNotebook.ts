/**
 * BrokenNotebook: which mistakes do notebooks make?
 *
 * @since 0.1.0
 */
import { Notebook } from "@temoin/core/ports/Notebook"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "./Broken.ts"

type Good = Notebook["Service"]

const broken = (name: string, breaks: string, defect: (good: Good) => Partial<Good>): Broken.Broken<Notebook> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, Notebook)
    return Context.add(services, Notebook, { ...good, ...defect(good) })
  })

const pause = Effect.forEach([1, 2, 3], () => Effect.yieldNow, { discard: true })

/**
 * At least one broken notebook for each law of `NotebookLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<Notebook>> = [
  broken("takes an empty page for none", "a page says what was written last", (good) => ({
    read: (keys) => Effect.map(good.read(keys), (pages) => pages.filter(({ value }) => value !== ""))
  })),
  broken(
    "takes an underscore for any character",
    "a list is in order, from where one left off, and of its prefix only",
    (good) => ({
      list: ({ prefix, ...rest }) => good.list({ prefix: prefix === "a/_" ? "a/" : prefix, ...rest })
    })
  ),
  broken("writes what it can", "who writes after somebody else is told so, and nothing is written", (good) => ({
    write: (changes) =>
      Effect.andThen(
        good.write(changes.filter(({ expected }) => expected === undefined)),
        good.write(changes.filter(({ expected }) => expected !== undefined))
      )
  })),
  broken("looks first and writes later", "of those who write at once, one wins", (good) => ({
    write: (changes) =>
      Effect.gen(function* () {
        const pages = yield* good.read(changes.map(({ key }) => key))
        const isMoved = changes.some(
          ({ expected, key }) =>
            expected !== undefined && expected !== (pages.find((page) => page.key === key)?.version ?? 0)
        )
        yield* pause
        yield* good.write(isMoved ? changes : changes.map(({ key, value }) => ({ key, value })))
      })
  }))
]
