type Category = 'CONNECT_PLATFORM_ERROR' | 'PAYMENT_PLATFORM_ERROR' | 'IO_ERROR'

export type ErrorRow = {
  /** The number merchants see as `errors[].code`. Ours begin with 866, the payment product; the others are Connect's. */
  readonly code: string
  readonly http: 400 | 402 | 403 | 404 | 405 | 409 | 413 | 429 | 500 | 503
  readonly category: Category
  readonly message: string
  /** What the caller can do about it; the generated reference prints it. */
  readonly remedy: string
}
