/**
 * The answer pages of Témoin. Each noun is a module of its own; import it from `@temoin/web/<Noun>` or from here.
 *
 * @since 0.1.0
 */
export * as AuthorForm from "./AuthorForm.ts"
export * as AuthorPage from "./AuthorPage.ts"
export * as Body from "./Body.ts"
export * as ConsentQuestion from "./ConsentQuestion.ts"
export * as Form from "./Form.ts"
export * as Html from "./Html.ts"
export * as Language from "./Language.ts"
export * as Node from "./Node.ts"
export * as Page from "./Page.ts"
export * as PreferencePage from "./PreferencePage.ts"
export * as Receipt from "./Receipt.ts"
export * as SignedLinks from "./SignedLinks.ts"
export * as Style from "./Style.ts"
export * as Token from "./Token.ts"
export * as WallPage from "./WallPage.ts"
export * as Web from "./Web.ts"
export * as WebConfig from "./WebConfig.ts"
export * as Words from "./Words.ts"
