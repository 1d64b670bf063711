/**
 * Histories in SQL. Each database is a module of its own; import it from `@temoin/storage-sql/<database>` or from here.
 *
 * @since 0.1.0
 */
export * as Ledger from "./ledger.ts"
export * as Postgres from "./postgres.ts"
export * as Sqlite from "./sqlite.ts"
