/** What an order says of itself besides its amount: the merchant's own references, and where its consumer is. */
export type OrderReferences = {
  readonly merchantReference?: string
  readonly merchantOrderId?: string
  readonly descriptor?: string
  readonly merchantCustomerId?: string
  readonly countryCode?: string
  readonly userAgent?: string
}
