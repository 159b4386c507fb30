/** What somebody in the console may do, one row each. */
export const permissions = {
  'payments.read': 'look for payments, and follow the money of each',
  'personal.read': 'see what is known of who paid; each look is kept',
  'personal.erase': 'have it forgotten who paid, for good',
  'payments.refund': 'give money back',
  'payments.note': 'write notes on payments',
  'webhooks.replay': 'have webhooks sent again',
  'calls.read': "see the calls of merchants' programs, why they failed, and which keys there are",
  'disputes.answer': 'answer claims of consumers',
  'settlement.read': 'see files, batches, statements and what is under way between Alipay+, the bank and us',
  'files.receive': 'receive a file of Alipay+ or of the bank by hand',
  'breaks.read': 'see what does not agree',
  'breaks.resolve': 'say what becomes of a break',
  'exceptions.read': 'see what a person must look at',
  'exceptions.resolve': 'look after exceptions',
  'remittance.read': 'see what merchants are paid',
  'remittance.approve': 'approve or refuse what merchants are paid',
  'merchants.read': 'see merchants, contracts and balances',
  'merchants.change': 'board and change merchants',
  'holds.change': 'hold money back, and let it go again',
  'reports.read': 'fetch reports',
  'keys.change': 'make and retire keys and webhook endpoints',
  'people.change': 'invite people, change their roles, end their sessions',
  'audit.read': 'see who did what',
  'sandbox.move': 'move the clock of the sandbox and switch its faults',
} as const satisfies Record<string, string>

export type Permission = keyof typeof permissions

type RoleRow = {
  /** Whose people have it: the operator's see all merchants, a merchant's that one alone. */
  readonly of: 'operator' | 'merchant'
  readonly says: string
  readonly may: readonly Permission[]
}

const seesAll = [
  'payments.read',
  'settlement.read',
  'breaks.read',
  'exceptions.read',
  'remittance.read',
  'merchants.read',
  'reports.read',
] as const satisfies readonly Permission[]

const seesOwn = ['payments.read', 'remittance.read', 'reports.read'] as const satisfies readonly Permission[]

/** Who may do what, as a table that can be read aloud. */
export const roles = {
  viewer: { of: 'operator', says: 'looks', may: [...seesAll, 'sandbox.move'] },
  support: {
    of: 'operator',
    says: 'helps merchants',
    may: [
      ...seesAll,
      'personal.read',
      'payments.refund',
      'payments.note',
      'webhooks.replay',
      'calls.read',
      'disputes.answer',
      'exceptions.resolve',
      'sandbox.move',
    ],
  },
  reconciliation: {
    of: 'operator',
    says: 'finds out why something does not agree',
    may: [...seesAll, 'payments.note', 'files.receive', 'breaks.resolve', 'exceptions.resolve', 'sandbox.move'],
  },
  treasury: {
    of: 'operator',
    says: 'pays merchants',
    may: [...seesAll, 'payments.note', 'breaks.resolve', 'remittance.approve', 'holds.change', 'sandbox.move'],
  },
  administrator: {
    of: 'operator',
    says: 'may do everything, and says who else may',
    may: Object.keys(permissions) as Permission[],
  },
  merchant_viewer: { of: 'merchant', says: 'looks', may: [...seesOwn] },
  merchant_refunds: { of: 'merchant', says: 'gives money back', may: [...seesOwn, 'payments.refund', 'payments.note'] },
  merchant_finance: { of: 'merchant', says: 'follows the money', may: [...seesOwn, 'payments.note', 'merchants.read'] },
  merchant_developer: {
    of: 'merchant',
    says: 'connects the shop',
    may: ['payments.read', 'webhooks.replay', 'calls.read', 'keys.change'],
  },
  merchant_administrator: {
    of: 'merchant',
    says: 'may do everything of the merchant',
    may: [
      ...seesOwn,
      'personal.read',
      'payments.refund',
      'payments.note',
      'webhooks.replay',
      'calls.read',
      'disputes.answer',
      'merchants.read',
      'keys.change',
      'people.change',
      'audit.read',
    ],
  },
} as const satisfies Record<string, RoleRow>

export type Role = keyof typeof roles

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text)

export const mayDo = (role: Role, permission: Permission): boolean =>
  (roles[role].may as readonly Permission[]).includes(permission)
