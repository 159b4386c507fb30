/** A request to register a merchant, with the decision that Alipay+ comes to. */
export type Registration = {
  readonly registrationRequestId: string
  readonly clientId: string
  readonly referenceMerchantId: string
  readonly productCode: string
  readonly requestedAt: Date
  readonly decidesAt: Date
  readonly refusedBecause: string | undefined
}

export type Registrations = {
  /** Stores a new request, or answers the one that stands under its id already. */
  place(registration: Registration): Promise<Registration>
  find(registrationRequestId: string): Promise<Registration | undefined>
  /** Those of a merchant, the youngest first; of every merchant without one. */
  of(referenceMerchantId?: string): Promise<Registration[]>
}

export const memoryRegistrations = (): Registrations => {
  const kept = new Map<string, Registration>()
  return {
    place: async (wanted) => {
      const known = kept.get(wanted.registrationRequestId)
      if (known === undefined) kept.set(wanted.registrationRequestId, wanted)
      return known ?? wanted
    },
    find: async (id) => kept.get(id),
    of: async (merchant) =>
      [...kept.values()].filter((one) => merchant === undefined || one.referenceMerchantId === merchant).reverse(),
  }
}

/** What Alipay+ will decide on the requests that come next: how, and after how many seconds of the sandbox clock. */
export type Verdict = {
  readonly refusedBecause: string | undefined
  readonly afterSeconds: number
  /** Whether pay refuses merchants that are not registered. */
  readonly required: boolean
}

export type Verdicts = { readonly read: () => Verdict; readonly set: (verdict: Verdict) => void }

export const openVerdicts = (): Verdicts => {
  let next: Verdict = { refusedBecause: undefined, afterSeconds: 0, required: false }
  return {
    read: () => next,
    set: (verdict) => {
      next = verdict
    },
  }
}
