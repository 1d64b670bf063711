/**
 * ClockChange: where do the clocks change, and when?
 *
 * As the polyfill of Temporal knows it, which is not this code.
 */
import { Temporal } from "@js-temporal/polyfill"

/** Clocks that change by an hour, by half of one, by a whole day; for Ramadan, for ever, and never again. */
export const zones = [
  "Europe/Paris",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "America/Sao_Paulo"
] as const

export const at = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)

export const next = (zone: string, instant: number): number | undefined =>
  at(zone, instant).getTimeZoneTransition("next")?.epochMilliseconds

const from = Date.UTC(1985, 0)

/** Every change in these zones from 1985 on. */
export const until = (end: number): ReadonlyArray<readonly [zone: string, change: number]> =>
  zones.flatMap((zone) => {
    const found: Array<readonly [string, number]> = []
    for (let change = next(zone, from); change !== undefined && change <= end; change = next(zone, change)) {
      found.push([zone, change])
    }
    return found
  })
