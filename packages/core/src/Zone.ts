/**
 * Zone: which clock hangs on this person's wall?
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const named = new Map<string, DateTime.TimeZone>()

/** There are some six hundred; the rest of the room is for spellings in another case. */
const most = 2000

/**
 * An IANA time zone, such as "Europe/Paris" or "UTC".
 *
 * @category models
 * @since 0.1.0
 */
export const Zone = Schema.String.check(
  Schema.isMaxLength(64),
  Schema.makeFilter<string>(
    (name) => isZone(name) || `must be an IANA time zone, such as "Europe/Paris"; "${name.slice(0, 64)}" is none`
  )
)
/** @since 0.1.0 */
export type Zone = typeof Zone.Type

/**
 * Does the platform know a time zone of this name?
 *
 * @example Zone.isZone("Europe/Paris") // => true
 * @example Zone.isZone("Europe/Atlantis") // => false
 * @category guards
 * @since 0.1.0
 */
export const isZone = (name: string): boolean =>
  named.has(name) ||
  // "+01:00" is an offset and no zone: it knows no clock changes
  (/^[A-Za-z]/.test(name) &&
    Option.match(DateTime.zoneMakeNamed(name), {
      onNone: () => false,
      onSome: (zone) => {
        if (named.size < most) named.set(name, zone)
        return true
      }
    }))

/**
 * The zone as effect's DateTime knows it, looked up once. A name that is no zone reads as UTC; `Zone` keeps such names out.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toTimeZone = (name: Zone): DateTime.TimeZone =>
  named.get(name) ?? Option.getOrElse(DateTime.zoneMakeNamed(name), () => DateTime.zoneMakeOffset(0))
