import type { Language } from '@silkgate/domain'

/**
 * The wallets that pay at the cashier, in the network's order, each with its country, its own currency and its id in
 * messages. Source: wallets with the capability "cashier" in Alipay+'s list of mobile payment providers.
 */
export const wallets = {
  ALIPAY_CN: { brand: 'Alipay', region: 'CN', currency: 'CNY', pspId: '1022088000000000001' },
  ALIPAY_HK: { brand: 'AlipayHK', region: 'HK', currency: 'HKD', pspId: '1022160000000000000' },
  TRUEMONEY: { brand: 'TrueMoney', region: 'TH', currency: 'THB', pspId: '1022167000000000001' },
  TNG: { brand: "Touch 'n Go eWallet", region: 'MY', currency: 'MYR', pspId: '1022171000000000001' },
  GCASH: { brand: 'GCash', region: 'PH', currency: 'PHP', pspId: '1022170000000000000' },
  DANA: { brand: 'DANA', region: 'ID', currency: 'IDR', pspId: '1022166000000000001' },
  KAKAOPAY: { brand: 'Kakao Pay', region: 'KR', currency: 'KRW', pspId: '1022172000000000001' },
  RABBIT_LINE_PAY: { brand: 'Rabbit LINE Pay', region: 'TH', currency: 'THB', pspId: '2021226300000000' },
  BPI: { brand: 'BPI', region: 'PH', currency: 'PHP', pspId: '2010BOPI00000000' },
  BOOST: { brand: 'Boost', region: 'MY', currency: 'MYR', pspId: '2021227800000000' },
  AKULAKU_PAYLATER: { brand: 'Akulaku PayLater', region: 'ID', currency: 'IDR', pspId: '2021241800000000' },
  BILLEASE: { brand: 'BillEase', region: 'PH', currency: 'PHP', pspId: 'A111253000000000' },
  NAVERPAY: { brand: 'NAVER Pay', region: 'KR', currency: 'KRW', pspId: '2021234400000000' },
  TOSSPAY: { brand: 'Toss', region: 'KR', currency: 'KRW', pspId: 'A111254300000000' },
  HIPAY: { brand: 'HiPay', region: 'MN', currency: 'MNT', pspId: 'A111265400000000' },
  MPAY: { brand: 'MPay', region: 'MO', currency: 'MOP', pspId: 'A111253100000000' },
  KREDIVO_ID: { brand: 'KREDIVO ID', region: 'ID', currency: 'IDR', pspId: 'A111256400000000' },
} as const

export type WalletId = keyof typeof wallets

/**
 * The least and the most that a wallet takes at once, in the smallest unit of its own currency; null for no bound.
 * Source: the limits printed for the payment method "Alipay+", those for a day or a month included.
 */
const limits: Partial<Record<WalletId, readonly [bigint | null, bigint | null]>> = {
  ALIPAY_CN: [10n, null],
  ALIPAY_HK: [1n, 5_000_000n],
  TNG: [5n, 2_000_000n],
  GCASH: [100n, 10_000_000n],
  DANA: [30_000n, 1_000_000_000n],
  KAKAOPAY: [50n, 2_000_000n],
  BPI: [null, 5_000_000n],
  BOOST: [5n, 500_000n],
  BILLEASE: [5_000n, 10_000_000n],
}

/** Whether a wallet takes so much at once; what is in another currency than its own is not measured. */
export const takes = (id: WalletId, currency: string, minor: bigint): boolean => {
  const [least, most] = (wallets[id].currency === currency && limits[id]) || [null, null]
  return (least === null || minor >= least) && (most === null || minor <= most)
}

/** The wallets that are out of order: nobody is offered them, and nobody can pay with them. */
export type WalletSwitches = {
  readonly off: () => readonly WalletId[]
  readonly switchOff: (ids: readonly WalletId[]) => void
}

export const openWalletSwitches = (): WalletSwitches => {
  let off: readonly WalletId[] = []
  return {
    off: () => off,
    switchOff: (wanted) => {
      off = wanted
    },
  }
}

export const isWalletId = (text: string): text is WalletId => Object.hasOwn(wallets, text)

const ids = Object.keys(wallets) as WalletId[]

/**
 * The wallets that can pay an order: a wallet's own currency shows the wallets of that currency alone; any other is
 * cross-border and shows all. The one that was used last on this device comes first, then those of the shopper's region.
 * Source: EUR shows every wallet, HKD only AlipayHK.
 */
export const walletsFor = (
  currency: string,
  userRegion: string | undefined,
  lastUsed?: string | undefined,
): readonly WalletId[] => {
  const own = ids.filter((id) => wallets[id].currency === currency)
  const distance = (id: WalletId) => (id === lastUsed ? 0 : wallets[id].region === userRegion ? 1 : 2)
  return (own.length > 0 ? own : ids).toSorted((a, b) => distance(a) - distance(b))
}

/** The country's name in a language, as short as it is used: "Hong Kong", not its official name. */
export const countryOf = (id: WalletId, language: Language): string =>
  new Intl.DisplayNames(language, { type: 'region', style: 'short' }).of(wallets[id].region) ?? wallets[id].region
