/**
 * The loop, and Temoin: the same thing as a Promise API.
 *
 * @since 0.1.0
 */
export * as Answering from "./Answering.ts"
export * as Authoring from "./Authoring.ts"
export * as Cases from "./Cases.ts"
export * as CrmBook from "./CrmBook.ts"
export * as CrmNews from "./CrmNews.ts"
export * as CrmSync from "./CrmSync.ts"
export * as Crms from "./Crms.ts"
export * as Fact from "./Fact.ts"
export * as Intake from "./Intake.ts"
export * as Letter from "./Letter.ts"
export * as Merging from "./Merging.ts"
export * as Praises from "./Praises.ts"
export * as Receiving from "./Receiving.ts"
export * as Reference from "./Reference.ts"
export * as Reports from "./Reports.ts"
export * as Runner from "./Runner.ts"
export * as Temoin from "./Temoin.ts"
export * as Testimonials from "./Testimonials.ts"
export * as VirtualClock from "./VirtualClock.ts"
export * as Walls from "./Walls.ts"
export * as Writing from "./Writing.ts"
