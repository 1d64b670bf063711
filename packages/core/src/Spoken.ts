/**
 * Spoken: how does a person say when it is?
 *
 * @since 0.1.0
 */
import { type Instant, first, last } from "./Instant.ts"
import type * as Reason from "./Reason.ts"
import * as Zone from "./Zone.ts"

const weekdays = {
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  fr: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
} as const

const months = {
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  ],
  fr: [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre"
  ]
} as const

/**
 * Weekday, date and minute on the wall of a zone.
 *
 * @example Spoken.time(Date.UTC(2026, 2, 3, 8), "Europe/Paris") // => "Tuesday 3 March 2026 at 09:00"
 * @example Spoken.time(Date.UTC(2026, 3, 1, 7, 5), "Europe/Paris", "fr") // => "mercredi 1er avril 2026 à 9 h 05"
 * @category formatting
 * @since 0.1.0
 */
export const time = (at: Instant, zone: Zone.Zone, language: Reason.Language = "en"): string => {
  // within the range of `Date`, which some zones reach beyond
  const wall = new Date(Math.max(first, Math.min(last, Zone.toLocal(zone, at))))
  const day = wall.getUTCDate()
  const weekday = weekdays[language][wall.getUTCDay()]
  const month = months[language][wall.getUTCMonth()]
  const year = wall.getUTCFullYear()
  const minute = String(wall.getUTCMinutes()).padStart(2, "0")
  const hour = wall.getUTCHours()
  return language === "en"
    ? `${weekday} ${day} ${month} ${year} at ${String(hour).padStart(2, "0")}:${minute}`
    : `${weekday} ${day === 1 ? "1er" : day} ${month} ${year} à ${hour} h ${minute}`
}
