/**
 * A CRM that is anything with an address: posted what customers said, signed, and heard.
 *
 * @since 0.1.0
 */
export * as Signature from "./Signature.ts"
export * as WebhookCrm from "./WebhookCrm.ts"
export * as Wire from "./Wire.ts"
