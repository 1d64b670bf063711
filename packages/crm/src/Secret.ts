/**
 * Secret: is this the one that we gave out?
 *
 * @since 0.1.0
 */
import { timingSafeEqual } from "node:crypto"

/**
 * Are these the same? Takes as long for a wrong one as for the right one of the same length, so that nobody finds it out letter by
 * letter.
 *
 * @example Secret.isSame("a", "b") // => false
 * @category guards
 * @since 0.1.0
 */
export const isSame = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
