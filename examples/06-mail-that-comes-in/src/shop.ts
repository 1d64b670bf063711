import type * as Program from "@temoin/core/Program"

/** Asks once the order has arrived, and looks after whoever is unhappy. */
export const shop: typeof Program.Program.Encoded = {
  id: "shop",
  surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }]
}
