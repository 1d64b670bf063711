declare module "hoodiecrow-imap" {
  import type { Server } from "node:net"

  interface Message {
    readonly raw: string
    readonly flags?: ReadonlyArray<string>
  }

  interface Imap {
    readonly server: Server
    readonly storage: { readonly INBOX: { readonly messages: Array<Message> } }
    readonly listen: (port: number, ready: () => void) => void
    readonly close: (closed: () => void) => void
  }

  export default function hoodiecrow(options: {
    readonly storage: { readonly INBOX: { readonly messages: Array<Message> } }
  }): Imap
}
