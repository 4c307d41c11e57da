/** For tests of doors (server/api): what is behind them, to prepare it and to see what a call has changed. */
export { newId, timeOfId } from "#server/db/uuid.ts";
export { authDb, withOrgSql } from "#server/db/with-org.ts";
