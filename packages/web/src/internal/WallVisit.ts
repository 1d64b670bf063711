/**
 * WallVisit: how does a wall reach its readers, and a withdrawal every one of them within a minute?
 */
import * as Text from "@temoin/core/Text"
import { Walls } from "@temoin/core/ports/Walls"
import * as Wall from "@temoin/core/Wall"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as Language from "../Language.ts"
import * as Page from "../Page.ts"
import * as Style from "../Style.ts"
import * as WallPage from "../WallPage.ts"
import type { WebConfig } from "../WebConfig.ts"
import type { Notice, Words } from "../Words.ts"
import { report, retryAfter, type Served } from "./Visit.ts"

interface Visit {
  readonly request: Request
  readonly name: string
  readonly lang: string | null
  readonly accepted: string | null
}

/** A part of anybody's page: its pictures and videos stay where their hosts keep them. */
const embeddable = {
  "content-security-policy": `default-src 'none'; style-src ${Style.source}; img-src https:; media-src https:; form-action 'none'; frame-ancestors *; base-uri 'none'`,
  "content-type": "text/html; charset=utf-8"
}
const json = { "access-control-allow-origin": "*", "content-type": "application/json; charset=utf-8" }

const allowed = "GET, HEAD"

/** `wall/<id>` as JSON, `wall/<id>.html` as a page. */
export const show = Effect.fnUntraced(function* (
  { accepted, lang, name, request }: Visit,
  { subject }: WebConfig
): Effect.fn.Return<Served> {
  const isPage = name.endsWith(".html")
  const id = decoded(isPage ? name.slice(0, -".html".length) : name)
  // With a language in it, an address means the same to every reader, and a cache needs but one copy.
  const words = lang === null ? Language.choose(Option.none(), accepted) : Language.choose(Option.some(lang), null)
  const common = { ...(isPage ? embeddable : json), ...(lang === null && { vary: "accept-language" }) }
  const refuse = (status: number, notice: Notice, headers: Served["headers"] = {}): Served => ({
    status,
    page: isPage ? Page.notice(words, notice) : said(words, notice),
    headers: { ...common, ...headers }
  })
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "wall read only", { allow: allowed })
  const walls = yield* Effect.serviceOption(Walls)
  if (id === undefined || Option.isNone(walls)) return refuse(404, "wall unknown")
  const found = yield* Effect.result(walls.value.view(id))
  if (found._tag === "Failure") {
    yield* report(found.failure)
    return refuse(503, "wall unavailable", retryAfter)
  }
  if (Option.isNone(found.success)) return refuse(404, "wall unknown")
  const view = found.success.value
  const maxAge = freshFor(view, yield* Clock.currentTimeMillis)
  // What was withdrawn since would still be in it.
  if (maxAge < 0) {
    yield* Effect.logError(`@temoin/web: the view of the wall "${view.wall}" is older than it may be shown`)
    return refuse(503, "wall unavailable", retryAfter)
  }
  const page = isPage ? WallPage.page(words, view, subject) : JSON.stringify(WallPage.data(words, view))
  const etag = `"${createHash("sha256").update(page).digest("base64url")}"`
  const headers = {
    ...common,
    "cache-control": `public, max-age=${maxAge}, must-revalidate`,
    etag,
    "x-robots-tag": "all"
  }
  return isKnown(request.headers.get("if-none-match"), etag) ? { status: 304, headers } : { status: 200, page, headers }
})

/** For how long the view may still be shown. Unit: whole seconds; below 0: no more. */
const freshFor = ({ at, maxAgeSeconds }: Wall.View, now: number): number =>
  Math.min(Wall.cacheSeconds, Math.floor((at - now) / 1000 + Math.min(maxAgeSeconds, Wall.cacheSeconds)))

const decoded = (name: string): string | undefined => {
  try {
    const id = decodeURIComponent(name)
    return Schema.is(Text.Name)(id) ? id : undefined
  } catch {
    return undefined
  }
}

const said = ({ notices }: Words, notice: Notice): string =>
  JSON.stringify({ error: notice, message: `${notices[notice].title}. ${notices[notice].text}` })

/** RFC 9110, 13.1.2: a weak comparison. */
const isKnown = (header: string | null, etag: string): boolean =>
  header !== null && header.split(",").some((tag) => [etag, `W/${etag}`, "*"].includes(tag.trim()))
