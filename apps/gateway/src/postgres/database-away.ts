/** Codes of the network, and of a server that starts, stops or crashes (SQLSTATE 08 and 57P01 to 57P03). */
const awayCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|08...|57P0[123])$/

/** What pg says, without a code, of a connection that broke or that it did not get in time. */
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether a statement was cut short since it took longer than it may. */
export const tookTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57014'

/** Whether a statement failed because the database does not answer, not because the statement is wrong. */
export const isDatabaseAway = ({ code, message }: Error & { readonly code?: unknown }): boolean =>
  awayCodes.test(String(code)) || awayMessages.test(message)
