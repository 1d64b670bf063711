/**
 * BrokenHistoryStore: which mistakes do stores make?
 *
 * One store per law of `HistoryStoreLaws`: a good one with the defect that this law is there to find. Each is a mistake
 * somebody could make in earnest.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import { Conflict, EventClash, HistoryStore, StaleClaim, StoreError } from "@temoin/core/ports/HistoryStore"
import type { Append, Claim, Stored } from "@temoin/core/ports/HistoryStore"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Broken from "./Broken.ts"

type Store = HistoryStore["Service"]

const broken = (name: string, breaks: string, defect: (good: Store) => Partial<Store>): Broken.Broken<HistoryStore> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, HistoryStore)
    return Context.make(HistoryStore, { ...good, ...defect(good) })
  })

const minute = 60_000

const isKnown = (stored: Stored, event: Event.Event): boolean => stored.events.some((known) => known.id === event.id)

const composed = (contact: Contact.ContactId) => Contact.ContactId.make(contact.normalize())

const nameOf = (claim: Claim): string => `${claim.contact}\n${claim.fence}`

const turned = (claim: Claim): Claim => ({ ...claim, fence: -claim.fence })

/** Long enough for another fiber to come in between. */
const pause = Effect.forEach([1, 2, 3], () => Effect.yieldNow, { discard: true })

/** Changes what is read, wherever it is read. */
const reading = (good: Store, change: (stored: Stored) => Stored): Partial<Store> => ({
  load: (contact) => Effect.map(good.load(contact), change),
  page: (request) => Effect.map(good.page(request), (page) => page.map(change))
})

/** Forgets the wake-up of an append that adds nothing, to a contact that is claimed, or to one that is not. */
const forgettingIdleWakes = (good: Store, forgets: (isClaimed: boolean) => boolean): Partial<Store> => {
  const claimed = new Set<Contact.ContactId>()
  return {
    append: Effect.fnUntraced(function* ({ wakeAt, ...append }) {
      const before = yield* good.load(append.contact)
      const isIdle = append.events.every((event) => isKnown(before, event))
      const isForgotten = isIdle && forgets(claimed.has(append.contact))
      return yield* good.append(isForgotten || wakeAt === undefined ? append : { ...append, wakeAt })
    }),
    claim: (request) =>
      Effect.tap(good.claim(request), (claims) =>
        Effect.sync(() => {
          for (const { contact } of claims) claimed.add(contact)
        })
      ),
    settle: (settle) =>
      Effect.tap(good.settle(settle), () => Effect.sync(() => void claimed.delete(settle.claim.contact)))
  }
}

/** Does something of its own before it reports the refusal. */
const despite = <Tag extends "Conflict" | "StaleClaim">(
  good: Store,
  tag: Tag,
  write: (append: Append) => Effect.Effect<unknown, unknown>
): Partial<Store> => ({
  append: (append) =>
    Effect.tapError(good.append(append), (error) => (error._tag === tag ? Effect.ignore(write(append)) : Effect.void))
})

/** Counts versions in its own way: `outer` is what it tells, `inner` what the good store means by it. */
const counting = (
  good: Store,
  outer: (contact: Contact.ContactId, version: number) => number,
  inner: (contact: Contact.ContactId, version: number) => number
): Pick<Store, "load" | "page" | "append" | "settle"> => {
  const told = (stored: Stored): Stored => ({ ...stored, version: outer(stored.contact, stored.version) })
  const retold = (expected: number) => (error: Conflict) =>
    Effect.fail(new Conflict({ contact: error.contact, expected, actual: outer(error.contact, error.actual) }))
  return {
    load: (contact) => Effect.map(good.load(contact), told),
    page: (request) => Effect.map(good.page(request), (page) => page.map(told)),
    append: ({ expected, ...append }) =>
      (expected === undefined
        ? good.append(append)
        : good
            .append({ ...append, expected: inner(append.contact, expected) })
            .pipe(Effect.catchTag("Conflict", retold(expected)))
      ).pipe(Effect.map((appended) => ({ ...appended, version: outer(append.contact, appended.version) }))),
    settle: ({ expected, ...settle }) =>
      good
        .settle({ ...settle, expected: inner(settle.claim.contact, expected) })
        .pipe(Effect.catchTag("Conflict", retold(expected)))
  }
}

const loading = [
  broken("counts from one", "a contact nobody has heard of has no events and version 0", (good) => ({
    load: (contact) =>
      Effect.map(good.load(contact), (stored) =>
        stored.version === 0 && stored.events.length === 0 ? { ...stored, version: 1 } : stored
      )
  })),
  broken("forgets opt-outs", "an event of any kind is loaded as it was appended", (good) =>
    reading(good, (stored) => ({ ...stored, events: stored.events.filter((event) => event._tag !== "OptedOut") }))
  ),
  broken("cuts off long comments", "words come back letter for letter", (good) =>
    reading(good, (stored) => ({
      ...stored,
      events: stored.events.map((event) =>
        event._tag === "Answered" && event.comment !== undefined
          ? { ...event, comment: event.comment.slice(0, 4096) }
          : event
      )
    }))
  ),
  broken("reads version and events apart", "what is loaded is one snapshot, also while somebody appends", (good) => ({
    load: Effect.fnUntraced(function* (contact) {
      const { version } = yield* good.load(contact)
      yield* pause
      return { ...(yield* good.load(contact)), version }
    })
  }))
]

const appending = [
  broken(
    "adds the whole batch when anything in it is new",
    "events that are stored already are not added again",
    (good) => {
      const again = new Map<Contact.ContactId, ReadonlyArray<Event.Event>>()
      return {
        append: Effect.fnUntraced(function* (append) {
          const before = yield* good.load(append.contact)
          const appended = yield* good.append(append)
          const known = append.events.filter((event) => isKnown(before, event))
          if (known.length === append.events.length) return appended
          again.set(append.contact, [...(again.get(append.contact) ?? []), ...known])
          return { ...appended, added: appended.added + known.length }
        }),
        load: (contact) =>
          Effect.map(good.load(contact), (stored) => ({
            ...stored,
            events: [...stored.events, ...(again.get(contact) ?? [])]
          }))
      }
    }
  ),
  broken("compares the time of recording too", "an event learned of at another time is the same event", (good) => ({
    append: Effect.fnUntraced(function* (append) {
      const { events } = yield* good.load(append.contact)
      for (const event of append.events) {
        const known = events.find((known) => known.id === event.id)
        if (known !== undefined && Event.isSame(known, event) && known.recordedAt !== event.recordedAt) {
          return yield* new EventClash({ contact: append.contact, id: event.id })
        }
      }
      return yield* good.append(append)
    })
  })),
  broken("counts what it was given", "an event twice in one append is added once", (good) => ({
    append: (append) => {
      const repeated = append.events.length - new Set(append.events.map(({ id }) => id)).size
      return Effect.map(good.append(append), (appended) => ({ ...appended, added: appended.added + repeated }))
    }
  })),
  broken("looks, then adds", "an event that arrives several times at once is added once", (good) => ({
    append: Effect.fnUntraced(function* (append) {
      const before = yield* good.load(append.contact)
      yield* pause
      const appended = yield* good.append(append)
      const fresh = new Set(append.events.filter((event) => !isKnown(before, event)).map(({ id }) => id))
      return { ...appended, added: fresh.size }
    })
  })),
  broken(
    "keeps the first and says nothing",
    "an event that says something else under a stored id is a clash",
    (good) => ({
      append: Effect.fnUntraced(function* (append) {
        const before = yield* good.load(append.contact)
        return yield* good.append({ ...append, events: append.events.filter((event) => !isKnown(before, event)) })
      })
    })
  ),
  broken(
    "keeps the last of a batch and says nothing",
    "two events that say different things under one id in one append are a clash",
    (good) => ({
      append: (append) => {
        const last = new Map(append.events.map((event) => [event.id, event]))
        const events = append.events.filter((event) => Event.isSame(event, last.get(event.id) ?? event))
        return good.append({ ...append, events })
      }
    })
  ),
  broken("replaces, then reports the clash", "a stored event never changes", (good) => {
    const replaced = new Map<string, Event.Event>()
    return {
      append: (append) =>
        Effect.tapError(good.append(append), (error) =>
          Effect.sync(() => {
            if (error._tag !== "EventClash") return
            for (const event of append.events) {
              if (event.id === error.id) replaced.set(`${append.contact}\n${event.id}`, event)
            }
          })
        ),
      ...reading(good, (stored) => ({
        ...stored,
        events: stored.events.map((event) => replaced.get(`${stored.contact}\n${event.id}`) ?? event)
      }))
    }
  }),
  broken("writes event by event", "an append that clashes writes nothing", (good) => ({
    append: (append) =>
      Effect.tapError(good.append(append), (error) =>
        error._tag === "EventClash"
          ? Effect.ignore(good.append({ ...append, events: append.events.filter(({ id }) => id !== error.id) }))
          : Effect.void
      )
  })),
  broken("ignores what arrives late", "events may arrive in any order", (good) => ({
    append: Effect.fnUntraced(function* (append) {
      const before = yield* good.load(append.contact)
      const newest = Math.max(-Infinity, ...before.events.map((event) => event.occurredAt))
      const events = append.events.filter((event) => event.occurredAt >= newest || isKnown(before, event))
      return yield* good.append({ ...append, events })
    })
  })),
  broken("takes event ids for unique everywhere", "what is appended to one contact is nothing to another", (good) => {
    const owners = new Map<Event.EventId, { readonly contact: Contact.ContactId; readonly event: Event.Event }>()
    return {
      append: Effect.fnUntraced(function* (append) {
        for (const event of append.events) {
          const owner = owners.get(event.id)
          if (owner !== undefined && owner.contact !== append.contact && !Event.isSame(owner.event, event)) {
            return yield* new EventClash({ contact: append.contact, id: event.id })
          }
        }
        const appended = yield* good.append(append)
        for (const event of append.events) owners.set(event.id, { contact: append.contact, event })
        return appended
      })
    }
  }),
  broken("reads ids as a person would", "contacts whose ids look alike are two contacts", (good) => {
    return {
      load: (contact) => Effect.map(good.load(composed(contact)), (stored) => ({ ...stored, contact })),
      append: (append) => good.append({ ...append, contact: composed(append.contact) })
    }
  })
]

const versions = [
  broken("counts by two", "each append that adds something moves the version by one", (good) =>
    counting(
      good,
      (_, version) => 2 * version,
      (_, version) => (version % 2 === 0 ? version / 2 : -1)
    )
  ),
  broken("counts calls", "an append that adds nothing leaves the version alone", (good) => {
    const idle = new Map<Contact.ContactId, number>()
    const calls = (contact: Contact.ContactId) => idle.get(contact) ?? 0
    const store = counting(
      good,
      (contact, version) => version + calls(contact),
      (contact, version) => version - calls(contact)
    )
    return {
      ...store,
      append: (append) =>
        Effect.map(store.append(append), (appended) => {
          if (appended.added > 0) return appended
          idle.set(append.contact, calls(append.contact) + 1)
          return { ...appended, version: appended.version + 1 }
        })
    }
  }),
  broken("tells the version before the last", "load tells the version that the last append gave", (good) =>
    reading(good, (stored) => ({ ...stored, version: Math.max(0, stored.version - 1) }))
  ),
  broken(
    "believes versions that never were",
    "an append goes ahead exactly when the contact has the expected version",
    (good) => ({
      append: Effect.fnUntraced(function* ({ expected, ...append }) {
        const { version } = yield* good.load(append.contact)
        return yield* good.append(expected === undefined || expected > version ? append : { ...append, expected })
      })
    })
  ),
  broken("writes in spite of the conflict", "an append with a version that has moved writes nothing", (good) =>
    despite(good, "Conflict", ({ expected: _, ...append }) => good.append(append))
  ),
  broken("compares, then writes", "of appends that expect the same version at once, one goes ahead", (good) => ({
    append: Effect.fnUntraced(function* ({ expected, ...append }) {
      if (expected === undefined) return yield* good.append(append)
      const { version } = yield* good.load(append.contact)
      if (version !== expected) return yield* good.append({ ...append, expected })
      yield* pause
      return yield* good.append(append)
    })
  }))
]

const due = [
  broken("has a clock that is a little fast", "a contact is due from its time on and not before", (good) => ({
    claim: (request) => good.claim({ ...request, now: request.now + 1 }),
    nextDue: Effect.map(
      good.nextDue,
      Option.map((next) => next - 1)
    )
  })),
  broken("makes everybody due who is written to", "a contact that was given no time is never due", (good) => ({
    append: (append) => good.append({ ...append, wakeAt: append.wakeAt ?? append.now })
  })),
  broken("lets the last call decide when", "an append never makes a contact due later", (good) => {
    const postponed = new Map<Contact.ContactId, Instant>()
    const first = new Map<Contact.ContactId, Instant>()
    return {
      append: (append) =>
        Effect.tap(good.append(append), () =>
          Effect.sync(() => {
            if (append.wakeAt === undefined) return
            const earliest = first.get(append.contact)
            if (earliest !== undefined && append.wakeAt >= earliest) postponed.set(append.contact, append.wakeAt + 1)
            first.set(append.contact, Math.min(append.wakeAt, earliest ?? append.wakeAt))
          })
        ),
      claim: (request) =>
        Effect.map(good.claim(request), (claims) =>
          claims.filter(({ contact }) => (postponed.get(contact) ?? -Infinity) <= request.now)
        ),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () =>
          Effect.sync(() => {
            postponed.delete(settle.claim.contact)
            first.delete(settle.claim.contact)
          })
        )
    }
  }),
  broken("keeps the first time it was given", "an append can make a contact due earlier", (good) => {
    const timed = new Set<Contact.ContactId>()
    return {
      append: ({ wakeAt, ...append }) =>
        timed.has(append.contact) || wakeAt === undefined
          ? good.append(append)
          : Effect.tap(good.append({ ...append, wakeAt }), () => Effect.sync(() => void timed.add(append.contact))),
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const { contact } of claims) timed.delete(contact)
          })
        ),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () => Effect.sync(() => void timed.delete(settle.claim.contact)))
    }
  }),
  broken(
    "lets the claim's own time win",
    "a wake-up that came under a claim with nothing new is not slept over",
    (good) => forgettingIdleWakes(good, (isClaimed) => isClaimed)
  ),
  broken(
    "returns early when there is nothing to add",
    "an append that adds nothing still makes the contact due",
    (good) => forgettingIdleWakes(good, (isClaimed) => !isClaimed)
  ),
  broken("rounds up to be on the safe side", "nextDue is the earliest time at which claim gives something", (good) => ({
    nextDue: Effect.map(
      good.nextDue,
      Option.map((next) => next + 1)
    )
  }))
]

const claiming = [
  broken("tells when the claim began", "a claim says until when it holds", (good) => ({
    claim: (request) =>
      Effect.map(good.claim(request), (claims) => claims.map((claim) => ({ ...claim, until: request.now })))
  })),
  broken("lets claims go half way", "while a claim runs nobody else is given the contact", (good) => {
    const halves = new Map<string, Instant>()
    const early = (claim: Claim, now: Instant) =>
      now < claim.until ? Math.min(now, (halves.get(nameOf(claim)) ?? now + 1) - 1) : now
    return {
      claim: (request) => {
        const half = Math.ceil((request.now + request.until) / 2)
        return Effect.map(good.claim({ ...request, until: half }), (claims) =>
          claims.map((claim) => {
            halves.set(nameOf(claim), half)
            return { ...claim, until: request.until }
          })
        )
      },
      append: (append) =>
        good.append(append.claim === undefined ? append : { ...append, now: early(append.claim, append.now) }),
      settle: (settle) => good.settle({ ...settle, now: early(settle.claim, settle.now) })
    }
  }),
  broken(
    "gives callers at the same time the same answer",
    "claimers at the same time are given different contacts",
    (good) => {
      let running = Option.none<Deferred.Deferred<ReadonlyArray<Claim>>>()
      return {
        claim: Effect.fnUntraced(function* (request) {
          if (Option.isSome(running)) return yield* Deferred.await(running.value)
          const answer = yield* Deferred.make<ReadonlyArray<Claim>>()
          running = Option.some(answer)
          const claims = yield* good.claim(request)
          yield* pause
          running = Option.none()
          yield* Deferred.succeed(answer, claims)
          return claims
        })
      }
    }
  ),
  broken("gives the latest first", "the contact due earliest is claimed first", (good) => ({
    claim: (request) => Effect.map(good.claim(request), (claims) => claims.toReversed())
  })),
  broken("gives one too many", "at most as many are claimed as were asked for, and the others stay free", (good) => ({
    claim: (request) => good.claim({ ...request, limit: request.limit + 1 })
  })),
  broken("waits for the dead", "a contact whose claim ran out is free again", (good) => {
    const ages = 1000 * 24 * 60 * minute
    return {
      claim: (request) =>
        Effect.map(good.claim({ ...request, until: request.until + ages }), (claims) =>
          claims.map((claim) => ({ ...claim, until: request.until }))
        ),
      append: Effect.fnUntraced(function* (append) {
        const { claim, contact, now } = append
        if (claim !== undefined && claim.until <= now) return yield* new StaleClaim({ contact, fence: claim.fence })
        return yield* good.append(append)
      }),
      settle: Effect.fnUntraced(function* (settle) {
        const { claim, now } = settle
        if (claim.until <= now) return yield* new StaleClaim({ contact: claim.contact, fence: claim.fence })
        return yield* good.settle(settle)
      })
    }
  }),
  broken("counts fences down", "a later claim has a larger fence", (good) => {
    return {
      claim: (request) => Effect.map(good.claim(request), (claims) => claims.map(turned)),
      append: (append) => good.append(append.claim === undefined ? append : { ...append, claim: turned(append.claim) }),
      settle: (settle) => good.settle({ ...settle, claim: turned(settle.claim) })
    }
  }),
  broken("trusts no claim", "whoever holds a running claim may write", (good) => ({
    append: (append) =>
      append.claim === undefined
        ? good.append(append)
        : Effect.fail(new StaleClaim({ contact: append.contact, fence: append.claim.fence }))
  })),
  broken("locks whom it gives away", "a claim stops nobody from writing without one", (good) => {
    const locked = new Map<Contact.ContactId, Claim>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const claim of claims) locked.set(claim.contact, claim)
          })
        ),
      append: Effect.fnUntraced(function* (append) {
        const claim = locked.get(append.contact)
        if (append.claim === undefined && claim !== undefined && append.now < claim.until) {
          return yield* new StaleClaim({ contact: append.contact, fence: claim.fence })
        }
        return yield* good.append(append)
      }),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () => Effect.sync(() => void locked.delete(settle.claim.contact)))
    }
  }),
  broken("does not look at the clock", "an append with a claim that ran out is refused", (good) => ({
    append: (append) =>
      good.append(
        append.claim === undefined ? append : { ...append, now: Math.min(append.now, append.claim.until - 1) }
      )
  })),
  broken(
    "does not look at the fence",
    "an append with a claim that was settled or taken over is refused, whatever the writer's clock says",
    (good) => ({
      append: (append) => {
        const { claim, ...unclaimed } = append
        return Effect.catchTag(good.append(append), "StaleClaim", (error) =>
          claim?.contact === append.contact && append.now < claim.until ? good.append(unclaimed) : Effect.fail(error)
        )
      }
    })
  ),
  broken("does not look at whose claim it is", "a claim on one contact is none on another", (good) => ({
    append: (append) =>
      good.append(
        append.claim === undefined ? append : { ...append, claim: { ...append.claim, contact: append.contact } }
      )
  })),
  broken("writes in spite of the stale claim", "an append with a stale claim writes nothing", (good) =>
    despite(good, "StaleClaim", ({ claim: _, ...append }) => good.append(append))
  )
]

const settling = [
  broken("keeps the claim to its end", "settling frees the contact at once", (good) => ({
    settle: (settle) =>
      good.settle({ ...settle, wakeAt: Option.map(settle.wakeAt, (due) => Math.max(due, settle.claim.until)) })
  })),
  broken("keeps the earlier time", "settling can make a contact due later", (good) => {
    const dues = new Map<Contact.ContactId, Instant>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const { contact } of claims) dues.set(contact, request.now)
          })
        ),
      settle: (settle) =>
        good.settle({
          ...settle,
          wakeAt: Option.map(settle.wakeAt, (due) => Math.min(due, dues.get(settle.claim.contact) ?? due))
        })
    }
  }),
  broken("takes no time for at once", "a contact settled without a time sleeps until an append wakes it", (good) => ({
    settle: (settle) => good.settle({ ...settle, wakeAt: Option.orElseSome(settle.wakeAt, () => settle.now) })
  })),
  broken("settles over what came in between", "settling is refused when the version has moved", (good) => ({
    settle: (settle) =>
      Effect.catchTag(good.settle(settle), "Conflict", ({ actual }) => good.settle({ ...settle, expected: actual }))
  })),
  broken("compares with the version it gave away", "settling is refused when the version has moved", (good) => {
    const given = new Map<Contact.ContactId, number>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.forEach(claims, ({ contact }) =>
            Effect.map(good.load(contact), ({ version }) => given.set(contact, version))
          )
        ),
      settle: (settle) =>
        Effect.catchTag(good.settle(settle), "Conflict", (error) =>
          given.get(settle.claim.contact) === settle.expected
            ? good.settle({ ...settle, expected: error.actual })
            : Effect.fail(error)
        )
    }
  }),
  broken("nods at stale claims", "settling with a stale claim is refused", (good) => ({
    settle: (settle) => Effect.catchTag(good.settle(settle), "StaleClaim", () => Effect.void)
  })),
  broken("settles in spite of the conflict", "settling that is refused changes nothing", (good) => ({
    settle: (settle) =>
      Effect.tapError(good.settle(settle), (error) =>
        error._tag === "Conflict" ? Effect.ignore(good.settle({ ...settle, expected: error.actual })) : Effect.void
      )
  }))
]

const finding = [
  broken("has no index of references", "an intended message is found by its reference", () => ({
    find: () => Effect.succeed(Option.none())
  })),
  broken(
    "takes a second attempt for a second message",
    "a message may be intended again under its reference",
    (good) => {
      const used = new Map<Event.Reference, Event.EventId>()
      return {
        append: Effect.fnUntraced(function* (append) {
          const intended = append.events.filter((event) => event._tag === "Intended")
          for (const { id, reference } of intended) {
            if ((used.get(reference) ?? id) !== id) {
              return yield* new StoreError({ problem: "the reference is in use", retryable: false })
            }
          }
          const appended = yield* good.append(append)
          for (const { id, reference } of intended) used.set(reference, id)
          return appended
        })
      }
    }
  ),
  broken(
    "lets the first message keep the reference and says nothing",
    "a reference is not given to a second message",
    (good) => ({
      append: (append) =>
        Effect.catchTag(good.append(append), "StoreError", () =>
          good.append({ ...append, events: append.events.filter((event) => event._tag !== "Intended") })
        )
    })
  ),
  broken("pages as a dictionary sorts", "paging meets every contact once, in code-unit order of their ids", (good) => ({
    page: Effect.fnUntraced(function* ({ after, limit }) {
      const everybody = (yield* good.page({ after: Option.none(), limit: 1_000_000 })).toSorted((one, other) =>
        one.contact.localeCompare(other.contact, "en")
      )
      const met = Option.match(after, {
        onNone: () => 0,
        onSome: (last) => everybody.findIndex(({ contact }) => contact === last) + 1
      })
      return everybody.slice(met, met + limit)
    })
  }))
]

/**
 * At least one broken store for each law of `HistoryStoreLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<HistoryStore>> = [
  ...loading,
  ...appending,
  ...versions,
  ...due,
  ...claiming,
  ...settling,
  ...finding
]
