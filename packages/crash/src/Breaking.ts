/**
 * Breaking: would the crash test find a worker that does it wrong?
 */
import type * as Event from "@temoin/core/Event"
import * as Outcome from "@temoin/core/Outcome"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Broken } from "./Setup.ts"

const isOutcome = ({ _tag }: Event.Event): boolean => _tag === "Sent" || _tag === "SendUnknown"

/** A store that makes a worker on it do what `broken` says. */
export const layer = (broken: Broken | undefined): Layer.Layer<HistoryStore, never, HistoryStore> =>
  Layer.effect(
    HistoryStore,
    Effect.map(HistoryStore, (store) => {
      switch (broken) {
        case undefined:
          return store
        case "sentFirst":
          return HistoryStore.of({
            ...store,
            append: (request) => {
              const events = request.events.flatMap((event) =>
                event._tag === "Intended" ? [event, Outcome.sent(event.key, event.attempt, event.recordedAt)] : event
              )
              // what was written first is not written again
              return store.append({ ...request, events: events.some(isOutcome) && events.length === 1 ? [] : events })
            }
          })
        case "ignoresLeases":
          return HistoryStore.of({
            ...store,
            // as if all leases had run out
            claim: (request) => store.claim({ ...request, now: request.now + 3_600_000 }),
            append: ({ claim, settle, ...request }) =>
              Effect.tap(store.append(request), ({ version }) =>
                claim === undefined || settle === undefined
                  ? Effect.void
                  : store.settle({ claim, expected: version, wakeAt: settle, now: request.now })
              )
          })
      }
    })
  )
