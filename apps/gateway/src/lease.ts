/** How long what somebody works on is kept from everybody else; a dead process's work is taken up again after it. */
export const leaseMs = 30_000
