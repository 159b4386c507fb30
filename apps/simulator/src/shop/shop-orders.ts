/** What the customer sees as the order's number, and the payment carries as merchantReference. */
export const referenceOf = (orderId: string): string => `SHOP-${orderId.slice(0, 8).toUpperCase()}`

/** What the shop's customer ordered, and how paying for it began. */
export type ShopOrder = {
  readonly orderId: string
  readonly productId: string
  readonly createdAt: Date
  /** The body of the create request, kept so that a repeat is the same word for word. */
  readonly request: string
  readonly paymentId: string | undefined
  /** Of an order that is paid on the hosted checkout. */
  readonly hostedCheckoutId: string | undefined
  readonly returnMac: string | undefined
  readonly payUrl: string | undefined
  readonly problem: string | undefined
  readonly exchange: Exchange | undefined
}

/** The SDK's call, for people who want to see it. */
export type Exchange = {
  readonly call: string
  readonly request: string
  readonly status: number
  readonly answer: string
}

/** Something that the shop was told about an order. `status` is the payment's, where a webhook brought one. */
export type ShopEvent = {
  readonly eventId: string
  readonly at: Date
  readonly what: string
  readonly detail: string | undefined
  readonly verified: boolean | undefined
  readonly status: string | undefined
}

export type ShopOrders = {
  /** Stores a new order; answers the one that has its id already, if any. */
  create(order: ShopOrder): Promise<ShopOrder>
  /** Keeps how paying began; an order that has its payment already is left alone, so that a late failure changes nothing. */
  save(order: ShopOrder): Promise<void>
  /** By its id, or by the reference that its payment carries: webhooks may come before the payment's id is known. */
  find(by: { orderId: string } | { reference: string }): Promise<ShopOrder | undefined>
  /** The youngest first. */
  recent(limit: number): Promise<ShopOrder[]>
  /** Keeps an event once, however often it comes. */
  addEvent(orderId: string, event: ShopEvent): Promise<void>
  eventsOf(orderId: string): Promise<ShopEvent[]>
}
