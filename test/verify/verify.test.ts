import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Verified, verify } from '../../apps/gateway/src/verify/verify.ts'
import { dispute, judge, whenDispute } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const captured = async (sandbox: TestSandbox, shop: Shop, order?: object): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected(order)
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

/** Something of everything that can happen to a payment. */
const traffic = async (sandbox: TestSandbox): Promise<void> => {
  const [shop, other] = [openShop(sandbox, demoShop), openShop(sandbox, secondShop)]
  await captured(sandbox, shop)
  await captured(sandbox, other, anOrder(20_000, 'HKD'))
  const halfBack = await captured(sandbox, shop, anOrder(2_000))
  await shop.refund(halfBack, { amountOfMoney: { amount: 500, currencyCode: 'EUR' } })
  await shop.refund(await captured(sandbox, shop, anOrder(3_000)))
  await shop.whenStatus(await captured(sandbox, shop, anOrder(700_000, 'KRW')), 'CAPTURED')
  const claimed = await captured(sandbox, shop, anOrder(4_000))
  const { disputeRequestId } = await dispute(sandbox, claimed, 'escalation', 1_000)
  await whenDispute(shop, claimed, 'DRAFT')
  await judge(sandbox, disputeRequestId, 'lost')
  await until('the claim is booked', async () => {
    const text = `select from transfers where reason = 'dispute lost' and payment_id = $1`
    return (await sandbox.db.read({ text, values: [claimed] })).length === 1
  })
  await silkgate(sandbox, 'user', 'disable', 'operator2@sandbox.example')
  await shop.redirected()
  await advance(sandbox, 'P1D')
  await setFaults(sandbox, { name: 'notification_never' }, { name: 'http_500', api: 'inquiryPayment' })
  const { redirectUrl } = await shop.redirected()
  await payInWallet(sandbox, redirectUrl)
  await advance(sandbox, 'PT20M')
  await setFaults(sandbox)
  await shop.redirected()
}

/** A violation, as only the database's owner can make it, and how it is taken away. */
type Planted = { readonly number: number; readonly what: string; readonly plant: string; readonly undo: string }

const one = `(select payment_id from payments where captured and merchant_id = 1234 order by payment_id limit 1)`
const aReport = `(select min(name) from reports where merchant_id = 5678)`
const id = '00000000-0000-4000-8000-00000000bad0'

const planted: readonly Planted[] = [
  {
    number: 1,
    what: 'a transfer to an account that nobody knows',
    plant: `insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
            values (1234, '${id}', 'cash', 'pending', 'EUR', 1, 'x', now(), '2026-11-24')`,
    undo: `delete from transfers where transfer_id = '${id}'`,
  },
  {
    number: 1,
    what: 'a sum of postings that they do not come to',
    plant: `insert into balance_checkpoints (merchant_id, position, account, currency, minor, latest_at)
            values (1234, 1, 'planted', 'EUR', 1, now())`,
    undo: `delete from balance_checkpoints where account = 'planted'`,
  },
  {
    number: 1,
    what: 'a closed month that has other postings than when it was closed',
    plant: `insert into closed_months (month, closed_at, closed_by, trial_balance, hash)
            values ('2026-01-01', now(), 'x', '[]', '${'0'.repeat(64)}')`,
    undo: `delete from closed_months`,
  },
  {
    number: 1,
    what: 'a trial balance of a closed month that was changed',
    plant: `insert into closed_months (month, closed_at, closed_by, trial_balance, hash)
            values ('2026-01-01', now(), 'x',
              '[{"currency":"EUR","account":"pending","opening":"0","debits":"1","credits":"1","closing":"0"}]',
              encode(sha256(convert_to(E'\\n2026-01-01\\n', 'UTF8')), 'hex'))`,
    undo: `delete from closed_months`,
  },
  {
    number: 2,
    what: 'a payment that waits for ever',
    plant: `create table kept as select * from payments where redirect_url is not null and step is not null limit 1;
            update payments set step = null, due_at = null, step_since = null where payment_id = (select payment_id from kept)`,
    undo: `update payments p set step = k.step, due_at = k.due_at, step_since = k.step_since
             from kept k where p.payment_id = k.payment_id;
           drop table kept`,
  },
  {
    number: 3,
    what: 'a transfer that follows from no event',
    plant: `insert into transfers
              (merchant_id, transfer_id, payment_id, debit, credit, currency, minor, reason, at, accounting_date)
            values (1234, '${id}', ${one}, 'pending', 'available', 'EUR', 1, 'x', now(), '2026-11-24')`,
    undo: `delete from transfers where transfer_id = '${id}'`,
  },
  {
    number: 4,
    what: 'a refund that went back beyond what was paid',
    plant: `insert into refunds (merchant_id, refund_id, payment_id, asked_by, currency, amount_minor, settlement_currency,
              booked_minor, created_at, status_changed_at, request, needs_approval, approved, accepted, cancelled)
            values (1234, ${one} || '00099', ${one}, 'merchant', 'EUR', 9999999, 'EUR', 0, now(), now(), '{}', false, true, true,
              false)`,
    undo: `delete from refunds where amount_minor = 9999999`,
  },
  {
    number: 4,
    what: 'a merchant that was paid more than was available',
    plant: `insert into remittances (merchant_id, remittance_id, run_id, currency, minor, status, after_position, cutoff_position,
              available_at_cutoff, allowed_negative, carried_over_minor, movements_minor, reserve_minor, kept_back_minor,
              account, created_at, started_by)
            values (1234, 'R0000001234USD0000001', '${id}', 'USD', 100, 'sent', 0, 9, 100, 0, 0, 100, 0, 0, '{}', now(), 'x')`,
    undo: `delete from remittances where run_id = '${id}'`,
  },
  {
    number: 5,
    what: 'a row of a file that was lost',
    plant: `insert into clearing_batches
              (clearing_batch_id, participant_agreement_id, currency, clearing_day, items_file, summary_file, fees_file,
               items_said, items_said_minor, items_read, items_read_minor, fees_said, fees_said_minor, fees_read,
               fees_read_minor, summary_said, summary_net_minor, taken_at)
            values ('C20260101STDEUR', 'STDEUR', 'EUR', '2026-01-01', '${id}', '${id}', '${id}', 1, 0, 1, 0, 0, 0, 0, 0, 0, 0,
               now())`,
    undo: `delete from clearing_batches where items_file = '${id}'`,
  },
  {
    number: 5,
    what: 'an entry of a bank statement that was lost',
    plant: `insert into bank_statements (statement_id, account_id, file_id, format, number, to_day, currency, opening_minor,
              closing_minor, taken_at)
            values ('${id}', 'NL00PLANTED', '${id}', 'MT940', '1', '2026-01-01', 'EUR', 0, 1, now())`,
    undo: `delete from bank_statements where statement_id = '${id}'`,
  },
  {
    number: 6,
    what: 'money of Alipay+ that was booked and never came',
    plant: `insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date, about)
            values (1234, '${id}', 'bank_safeguarding', 'receivable', 'EUR', 1, 'x', now(), '2026-11-24', 'S20261124STDEUR')`,
    undo: `delete from transfers where transfer_id = '${id}'`,
  },
  {
    number: 7,
    what: 'a report that says more than the books',
    plant: `update reports set totals = '[{"currency":"EUR","credited":"1","debited":"0","due":"1"}]' where name = ${aReport}`,
    undo: `update reports set totals = '[]' where name = ${aReport}`,
  },
  {
    number: 7,
    what: 'a posting that no report tells of',
    plant: `update reports set from_position = from_position + 1 where merchant_id = 5678`,
    undo: `update reports set from_position = from_position - 1 where merchant_id = 5678`,
  },
  {
    number: 8,
    what: "a message about another merchant's payment",
    plant: `insert into messages (merchant_id, payment_id, message_id, at, api, outcome)
            values (5678, ${one}, '${id}', now(), 'pay', 'x')`,
    undo: `delete from messages where message_id = '${id}'`,
  },
  {
    number: 9,
    what: 'a day on which money of merchants was not covered',
    plant: `update daily_checks set owed = owed + 1000000 where currency = 'EUR'`,
    undo: `update daily_checks set owed = owed - 1000000 where currency = 'EUR'`,
  },
  {
    number: 10,
    what: 'an entry of the audit trail that was changed',
    plant: `update audit_entries set by = 'nobody@psp.example' where number = 1`,
    undo: `update audit_entries set by = 'operator@sandbox.example' where number = 1`,
  },
]

describe('verify', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
    await traffic(sandbox)
  })
  after(() => sandbox?.close())

  const run = async (text: string): Promise<void> => {
    for (const statement of text.split(';\n')) await sandbox.db.write('chore.set_up', { text: statement, values: [] })
  }
  const verified = async (): Promise<Verified[]> => {
    const lines: Verified[] = []
    const options = { all: true, progressOf: () => () => {} }
    const allHold = await verify(sandbox.db, { ...options, tell: (one) => lines.push(one) })
    assert.equal(
      allHold,
      lines.every(({ holds }) => holds),
    )
    return lines
  }

  test('holds after something of everything has happened, one line for each invariant, and ends with 0', async () => {
    const lines = await silkgate(sandbox, 'verify')
    assert.deepEqual(
      lines.map(({ invariant, holds, examples }) => [invariant, holds, examples]),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => [number, true, undefined]),
    )
    for (const { invariant, lookedAt } of lines) {
      assert.ok(BigInt(String(lookedAt)) > 0n, `${invariant} looked at ${lookedAt}`)
    }
    assert.deepEqual(
      (await verified()).filter(({ holds }) => !holds),
      [],
    )
  })

  for (const { number, what, plant, undo } of planted) {
    test(`sees ${what}: ${number}, and nothing else`, async () => {
      await run(plant)
      try {
        const broken = (await verified()).filter(({ holds }) => !holds)
        assert.deepEqual(
          broken.map((one) => one.number),
          [number],
          JSON.stringify(broken, (_, v) => (`${v}` === v || typeof v === 'object' ? v : `${v}`)),
        )
        assert.ok(broken[0] !== undefined && broken[0].broken > 0n && broken[0].examples.length > 0)
      } finally {
        await run(undo)
      }
    })
  }

  test('ends with another code than 0 when something is broken', async () => {
    const [last] = planted.slice(-1)
    assert.ok(last)
    await run(last.plant)
    const error: unknown = await silkgate(sandbox, 'verify').catch((cause: unknown) => cause)
    await run(last.undo)
    const { code, stdout } = error as { code: number; stdout: string }
    assert.equal(code, 1)
    assert.match(stdout, /"invariant":10,"holds":false.*"examples":\["audit entry 1 was changed"\]/)
  })
})
