/**
 * Body: what did the browser send, and is it within bounds?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * The most that is read of a request. Unit: bytes. There is room for the longest comment: 10,000 characters of nine bytes
 * each, as a form encodes them.
 *
 * @category models
 * @since 0.1.0
 */
export const limit = 96 * 1024

const patience = "30 seconds"

/** Why a request's body was not taken. @category errors @since 0.1.0 */
export class BodyError extends Schema.TaggedError<BodyError>()("BodyError", {
  reason: Schema.Literals(["wrong type", "too large", "too slow", "cut off"])
}) {
  override get message() {
    return `the body of the request was refused: ${this.reason}`
  }
}

/**
 * The bytes of a request and their media type, in lower case and without parameters.
 *
 * @category models
 * @since 0.1.0
 */
export interface Body {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The media type of HTML forms. @category models @since 0.1.0 */
export const urlencoded = "application/x-www-form-urlencoded"

/**
 * The most that is read of what an author writes. Unit: bytes. There is room for the longest words with all the rest, and for
 * words of twice the length, which are shown again to be shortened.
 *
 * @category models
 * @since 0.1.0
 */
export const limitOfAuthor = 256 * 1024

/**
 * Reads a body of one of these media types, at most `most` bytes and for at most 30 seconds; stops reading as soon as
 * there is more. No body and no type count as an empty form.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = Effect.fnUntraced(function* (
  request: Request,
  types: ReadonlyArray<string>,
  most: number = limit
): Effect.fn.Return<Body, BodyError> {
  const header = request.headers.get("content-type")
  const type = header === null ? urlencoded : (header.split(";", 1)[0] ?? "").trim().toLowerCase()
  if (!types.includes(type)) return yield* new BodyError({ reason: "wrong type" })
  if (Number(request.headers.get("content-length")) > most) return yield* new BodyError({ reason: "too large" })
  const { body } = request
  if (request.bodyUsed)
    return yield* Effect.die(
      new Error("the host read the request's body before @temoin/web: mount it before body parsers")
    )
  if (body === null) return { type, bytes: new Uint8Array() }
  const bytes = yield* Effect.tryPromise({
    try: (signal) => collect(body.getReader(), most, signal),
    catch: () => new BodyError({ reason: "cut off" })
  }).pipe(Effect.timeoutOption(patience))
  if (Option.isNone(bytes)) return yield* new BodyError({ reason: "too slow" })
  if (bytes.value === undefined) return yield* new BodyError({ reason: "too large" })
  if (header === null && bytes.value.length > 0) return yield* new BodyError({ reason: "wrong type" })
  return { type, bytes: bytes.value }
})

interface Reader {
  readonly read: () => Promise<{ readonly done: boolean; readonly value?: unknown }>
  readonly cancel: () => Promise<void>
}

const collect = async (
  reader: Reader,
  most: number,
  signal: AbortSignal
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener("abort", cancel, { once: true })
  const chunks: Array<Uint8Array> = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(Buffer.concat(chunks))
    if (!(value instanceof Uint8Array)) throw new TypeError("a request's body is made of bytes")
    size += value.length
    if (size > most) {
      cancel()
      return undefined
    }
    chunks.push(value)
  }
}
