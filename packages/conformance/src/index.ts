/**
 * The laws of every port of Témoin, as values any adapter runs in one line, and broken adapters that must fail them.
 * What runs them under Vitest is `@temoin/conformance/Suite`, which is left out here so that this needs no Vitest.
 *
 * @since 0.1.0
 */
export * as Broken from "./Broken.ts"
export * as BrokenErasureLedger from "./BrokenErasureLedger.ts"
export * as BrokenErasures from "./BrokenErasures.ts"
export * as BrokenHistoryStore from "./BrokenHistoryStore.ts"
export * as BrokenLinks from "./BrokenLinks.ts"
export * as BrokenMailer from "./BrokenMailer.ts"
export * as BrokenProjections from "./BrokenProjections.ts"
export * as ErasureLedgerLaws from "./ErasureLedgerLaws.ts"
export * as ErasuresLaws from "./ErasuresLaws.ts"
export * as BrokenCrm from "./BrokenCrm.ts"
export * as BrokenNotebook from "./BrokenNotebook.ts"
export * as CrmDesk from "./CrmDesk.ts"
export * as CrmLaws from "./CrmLaws.ts"
export * as EventArbitrary from "./EventArbitrary.ts"
export * as HistoryStoreLaws from "./HistoryStoreLaws.ts"
export * as InstantArbitrary from "./InstantArbitrary.ts"
export * as Law from "./Law.ts"
export * as LinksLaws from "./LinksLaws.ts"
export * as MailArbitrary from "./MailArbitrary.ts"
export * as MailerCapabilityLaws from "./MailerCapabilityLaws.ts"
export * as MailerLaws from "./MailerLaws.ts"
export * as NotebookLaws from "./NotebookLaws.ts"
export * as PeopleArbitrary from "./PeopleArbitrary.ts"
export * as ProjectionsLaws from "./ProjectionsLaws.ts"
export * as Receiver from "./Receiver.ts"
export * as TextArbitrary from "./TextArbitrary.ts"
