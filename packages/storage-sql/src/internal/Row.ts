/**
 * Row: what does one line of each table say?
 *
 * One per contact (its version, its account, when it is due, who has claimed it), one per event, one per message sent; one
 * per account, its version. Contact identifiers are as `Column` has them.
 *
 * @since 0.1.0
 */

/** @category models @since 0.1.0 */
export interface ContactRow {
  readonly id: string
  readonly version: number
  readonly account: string | null
  readonly due_at: number | null
  readonly claimed_until: number | null
  readonly woken_at: number | null
  readonly fence: number
}

/** What is read of an event. @category models @since 0.1.0 */
export interface EventRow {
  readonly contact: string
  readonly id: string
  readonly document: string
}

/** @category models @since 0.1.0 */
export interface MessageRow {
  readonly reference: string
  readonly contact: string
  readonly key: string
}

/** @category models @since 0.1.0 */
export interface AccountRow {
  readonly id: string
  readonly version: number
}
