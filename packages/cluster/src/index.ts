/**
 * The runner as a cluster. Experimental.
 *
 * @since 0.1.0
 */
export * as Cluster from "./Cluster.ts"
export * as Contacts from "./Contacts.ts"
