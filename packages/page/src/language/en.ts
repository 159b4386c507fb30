/** What consumers read, in English. The other languages have the same texts; the compiler says where one is missing. */
export const en = {
  endings: {
    paid: { heading: 'Payment complete', says: 'Your wallet confirmed it. There is nothing more to pay.' },
    declined: {
      heading: 'Payment not made',
      says: 'Your wallet refused it. Nothing was charged. Try another wallet.',
    },
    noBalance: {
      heading: 'Not enough balance',
      says: 'Your wallet does not hold enough for this. Nothing was charged. Add money to it, or try another wallet.',
    },
    expired: {
      heading: 'Time is up',
      says: 'If your wallet shows a payment, keep this page: it will be matched or sent back.',
    },
    cancelled: {
      heading: 'Payment cancelled',
      says: 'Nothing is owed. If your wallet shows a payment, the money goes back to your wallet.',
    },
  },
}

/** Each language has all of these. Texts with a part that varies are functions, so that each language orders it its way. */
export type Texts = typeof en
