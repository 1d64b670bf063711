/**
 * AuthorVisit: how does an author answer what they were asked, without losing a word?
 */
import type * as Event from "@temoin/core/Event"
import { type AskedAuthor, Intake, type Reply } from "@temoin/core/ports/Intake"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as AuthorForm from "../AuthorForm.ts"
import * as AuthorPage from "../AuthorPage.ts"
import * as Body from "../Body.ts"
import * as Form from "../Form.ts"
import * as Language from "../Language.ts"
import { again, languageOf, report, retryAfter, seeOther, type Serve, type Served, type Visit } from "./Visit.ts"

/** What was asked; after a reply, what was noted. Writes nothing. */
export const show: Serve = Effect.fnUntraced(function* (visit, reference) {
  const asked = yield* (yield* Intake).asked(reference)
  const words = Language.choose(asked.locale, visit.accepted)
  const known: ReadonlyArray<Reply["_tag"]> = AuthorForm.replies[asked.asks._tag]
  const noted = known.find((tag) => tag === visit.noted)
  return {
    status: 200,
    page:
      noted === undefined
        ? AuthorPage.asked(words, {
            action: visit.action,
            asked,
            draft: AuthorForm.blank(asked, words),
            problems: []
          })
        : AuthorPage.noted(words, visit.action, asked.asks._tag, noted)
  }
})

/** Records the reply. What cannot be recorded comes back, as it was typed. */
export const take: Serve = Effect.fnUntraced(function* (visit, reference) {
  const form = yield* read(visit)
  const intake = yield* Intake
  return yield* intake.asked(reference).pipe(
    Effect.flatMap((asked) => record(visit, reference, asked, form)),
    Effect.catchTag("UnknownReference", () =>
      Effect.succeed({
        status: 404,
        page: AuthorPage.kept(Language.choose(Option.none(), visit.accepted), "message unknown", form)
      })
    ),
    Effect.catchTag(["StoreError", "Conflict", "EventClash"], (error) =>
      Effect.andThen(
        report(error),
        Effect.map(languageOf(reference, visit.accepted), (words) => ({
          status: 503,
          page: AuthorPage.kept(words, "not saved", form, visit.action),
          headers: retryAfter
        }))
      )
    )
  )
})

/** The link has run out while its reader was writing. */
export const tooLate: Serve = Effect.fnUntraced(function* (visit, reference) {
  const form = visit.method === "POST" ? yield* read(visit) : new Map()
  return { status: 410, page: AuthorPage.kept(yield* languageOf(reference, visit.accepted), "link run out", form) }
})

const read = (visit: Visit): Effect.Effect<Form.Form, Body.BodyError> =>
  Effect.map(Body.read(visit.request, [Body.urlencoded], Body.limitOfAuthor), ({ bytes }) => Form.parse(bytes))

const record = Effect.fnUntraced(function* (
  visit: Visit,
  reference: Event.Reference,
  asked: AskedAuthor,
  form: Form.Form
) {
  const words = Language.choose(asked.locale, visit.accepted)
  const reply = AuthorForm.read(asked, form, words, Language.languages.values())
  if (Result.isFailure(reply)) {
    return { status: 422, page: AuthorPage.asked(words, { action: visit.action, asked, ...reply.failure }) }
  }
  const intake = yield* Intake
  return yield* intake.reply(reference, reply.success).pipe(
    (self) => again(self),
    Effect.as<Served>(seeOther(visit, reply.success._tag)),
    Effect.catchTag("ReplyRefused", () =>
      Effect.succeed({ status: 410, page: AuthorPage.kept(words, "reply refused", form) })
    )
  )
})
