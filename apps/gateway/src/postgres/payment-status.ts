/** SQL: the status that follows from the facts of a payment p, in the order of the domain's `statusOf`. */
export const paymentStatus = `
  case when p.captured and p.refunded_minor = p.amount_minor then 'REFUNDED' when p.settled then 'PAID'
       when p.captured then 'CAPTURED' when p.closed then 'CANCELLED' when p.refused is not null then 'REJECTED'
       when p.redirect_url is not null then 'REDIRECTED' else 'CREATED' end`
