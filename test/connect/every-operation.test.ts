import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { connectOperations } from '../../scripts/reference/api/connect.ts'
import { routes } from '../../scripts/reference/api/routes.ts'
import { assertConnectShape } from '../connect-shape.ts'
import { openCheckout } from '../support/checkout.ts'
import { dispute, whenDispute } from '../support/disputes.ts'
import { aPdf, upload } from '../support/documents.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { addSecondKey, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { payInWallet } from '../support/simulator.ts'

type Answer = { readonly status: number; readonly body: unknown }

/** How an operation is answered when all is well, where it ever can be, and what it refuses. */
type Story = { readonly happy?: () => Promise<Answer>; readonly unhappy: () => Promise<Answer> }

let sandbox: TestSandbox
let shop: Shop
/** A shop whose refunds need approval, and the second key that gives it. */
let careful: Shop
let approver: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
  const terms = ['--name', 'Careful', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
  await silkgate(sandbox, 'merchant', 'add', '88', ...terms, '--refunds-need-approval')
  careful = openShop(sandbox, await addSecondKey(sandbox, '88'))
  approver = openShop(sandbox, await addSecondKey(sandbox, '88'))
})

after(() => sandbox?.close())

const captured = async (at: Shop = shop): Promise<string> => {
  const { paymentId, redirectUrl } = await at.redirected(anOrder(1_000))
  await payInWallet(sandbox, redirectUrl)
  await at.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}
const waitingRefund = async (): Promise<string> => (await careful.refund(await captured(careful))).id

/** As the SDK for Java asks; the one for Node.js has no such call yet. */
const disputesOfCapture = (id: string): Promise<Answer> =>
  sendSigned(sandbox.gatewayUrl, demoShop, { path: `/v1/1234/captures/${id}/disputes` })

const unknown = '000000123499999999990000100001'
const dutch = { countryCode: 'NL', currencyCode: 'EUR', locale: 'nl_NL' }

/** Everything that a merchant can ask through the official SDK, one story for each operation that works. */
const stories = (): Readonly<Record<string, Story>> => {
  const { v1 } = shop.client
  return {
    'hostedcheckouts.create': {
      happy: () => v1.hostedcheckouts.create('1234', { order: anOrder(1_000).order }, {}),
      unhappy: () => v1.hostedcheckouts.create('1234', {}, {}),
    },
    'hostedcheckouts.get': {
      happy: async () => v1.hostedcheckouts.get('1234', (await openCheckout(shop, {})).id, {}),
      unhappy: () => v1.hostedcheckouts.get('1234', unknown, {}),
    },
    'hostedcheckouts.delete': {
      happy: async () => v1.hostedcheckouts.remove('1234', (await openCheckout(shop, {})).id, {}),
      unhappy: () => v1.hostedcheckouts.remove('1234', unknown, {}),
    },
    'captures.get': {
      happy: async () => v1.captures.get('1234', await captured(), {}),
      unhappy: () => v1.captures.get('1234', unknown, {}),
    },
    'captures.refund': {
      happy: async () => v1.captures.refund('1234', await captured(), {}, {}),
      unhappy: async () => v1.captures.refund('1234', (await shop.redirected()).paymentId, {}, {}),
    },
    'captures.disputes': {
      happy: async () => disputesOfCapture(await captured()),
      unhappy: () => disputesOfCapture(unknown),
    },
    'payments.create': {
      happy: () => shop.create(),
      unhappy: () => shop.create(anOrder(0)),
    },
    'payments.find': {
      happy: async () => {
        await shop.redirected()
        return v1.payments.find('1234', { limit: 1 })
      },
      unhappy: () => v1.payments.find('1234', { limit: -1 }),
    },
    'payments.get': {
      happy: async () => v1.payments.get('1234', await captured(), {}),
      unhappy: () => v1.payments.get('1234', unknown, {}),
    },
    'payments.thirdPartyStatus': {
      happy: async () => v1.payments.thirdPartyStatus('1234', (await shop.redirected()).paymentId, {}),
      unhappy: () => v1.payments.thirdPartyStatus('1234', unknown, {}),
    },
    'payments.captures': {
      happy: async () => v1.payments.captures('1234', await captured(), {}),
      unhappy: () => v1.payments.captures('1234', unknown, {}),
    },
    'payments.refund': {
      happy: async () => shop.refund(await captured()),
      unhappy: async () => shop.refund((await shop.redirected()).paymentId),
    },
    'payments.refunds': {
      happy: async () => {
        const id = await captured()
        await shop.refund(id)
        return v1.payments.refunds('1234', id, {})
      },
      unhappy: () => v1.payments.refunds('1234', unknown, {}),
    },
    'payments.disputes': {
      happy: async () => v1.payments.disputes('1234', await captured(), {}),
      unhappy: () => v1.payments.disputes('1234', unknown, {}),
    },
    ...storiesOfProducts(),
    ...storiesOfRefunds(),
    ...storiesOfDisputes(),
    ...storiesOfServices(),
  }
}

const storiesOfProducts = (): Readonly<Record<string, Story>> => {
  const { products, productgroups } = shop.client.v1
  const nothing = { ...dutch, countryCode: 'Netherlands' }
  return {
    'products.find': {
      happy: () => products.find('1234', dutch),
      unhappy: () => products.find('1234', nothing),
    },
    'products.get': {
      happy: () => products.get('1234', 866, dutch),
      unhappy: () => products.get('1234', 1, dutch),
    },
    'products.directory': {
      happy: () => products.directory('1234', 866, dutch),
      unhappy: () => products.directory('1234', 1, dutch),
    },
    'products.networks': {
      happy: () => products.networks('1234', 866, { ...dutch, amount: 1_000 }),
      unhappy: () => products.networks('1234', 1, { ...dutch, amount: 1_000 }),
    },
    'productgroups.find': {
      happy: () => productgroups.find('1234', dutch),
      unhappy: () => productgroups.find('1234', nothing),
    },
    // Nothing is in a group, so that none can be got.
    'productgroups.get': { unhappy: () => productgroups.get('1234', 'cards', dutch) },
  }
}

const storiesOfRefunds = (): Readonly<Record<string, Story>> => {
  const { refunds } = shop.client.v1
  return {
    'refunds.find': {
      happy: async () => {
        await shop.refund(await captured())
        return refunds.find('1234', { limit: 1 })
      },
      unhappy: () => refunds.find('1234', { limit: -1 }),
    },
    'refunds.get': {
      happy: async () => refunds.get('1234', (await shop.refund(await captured())).id, {}),
      unhappy: () => refunds.get('1234', 'x', {}),
    },
    'refunds.approve': {
      happy: async () => approver.client.v1.refunds.approve('88', await waitingRefund(), {}, {}),
      unhappy: async () => careful.client.v1.refunds.approve('88', await waitingRefund(), {}, {}),
    },
    'refunds.cancel': {
      happy: async () => careful.client.v1.refunds.cancel('88', await waitingRefund(), {}),
      unhappy: () => careful.client.v1.refunds.cancel('88', 'x', {}),
    },
  }
}

/** The id of a claim that its merchant can answer. */
const claimed = async (): Promise<string> => {
  const paymentId = await captured()
  await dispute(sandbox, paymentId, 'escalation')
  return (await whenDispute(shop, paymentId, 'DRAFT')).id
}

const storiesOfDisputes = (): Readonly<Record<string, Story>> => {
  const { disputes, files } = shop.client.v1
  const proof = () => ({ file: { fileName: 'proof.pdf', contentType: 'application/pdf', content: aPdf() } })
  const uploaded = async () => (await upload(shop, await claimed(), aPdf())).fileId
  return {
    'disputes.get': {
      happy: async () => disputes.get('1234', await claimed(), {}),
      unhappy: () => disputes.get('1234', 'x', {}),
    },
    'disputes.submit': {
      happy: async () => disputes.submit('1234', await claimed(), {}),
      unhappy: () => disputes.submit('1234', 'x', {}),
    },
    'disputes.uploadFile': {
      happy: async () => disputes.uploadFile('1234', await claimed(), proof(), {}),
      unhappy: () => disputes.uploadFile('1234', 'x', proof(), {}),
    },
    'files.getFile': {
      happy: async () => files.getFile('1234', await uploaded(), {}),
      unhappy: () => files.getFile('1234', 'x', {}),
    },
    'disputes.cancel': {
      happy: async () => disputes.cancel('1234', await claimed(), {}),
      unhappy: () => disputes.cancel('1234', 'x', {}),
    },
  }
}

const storiesOfServices = (): Readonly<Record<string, Story>> => {
  const { services, sessions } = shop.client.v1
  return {
    'services.convertAmount': {
      happy: () => services.convertAmount('1234', { source: 'EUR', target: 'EUR', amount: 100 }),
      unhappy: () => services.convertAmount('1234', { source: 'EUR', target: 'HKD', amount: 100 }),
    },
    'services.privacypolicy': {
      happy: () => services.privacypolicy('1234', { locale: 'nl_NL' }),
      unhappy: () => services.privacypolicy('1234', { paymentProductId: 1 }),
    },
    'services.testconnection': {
      happy: () => services.testconnection('1234', {}),
      unhappy: () => services.testconnection('5678', {}),
    },
    'sessions.create': {
      happy: () => sessions.create('1234', {}, {}),
      unhappy: () => sessions.create('5678', {}, {}),
    },
  }
}

const works = routes.filter(({ neverBecause }) => neverBecause === undefined).map(({ operation }) => operation)

describe('through the official SDK, every operation that works', () => {
  test('has a story, and no other has', () => {
    assert.deepEqual(Object.keys(stories()).sort(), works.toSorted())
  })

  test('has a happy end, but for the one that finds nothing', () => {
    const without = Object.entries(stories()).filter(([, { happy }]) => happy === undefined)
    assert.deepEqual(
      without.map(([operation]) => operation),
      ['productgroups.get'],
    )
  })

  for (const operation of works) {
    const known = connectOperations.find((one) => one.operation === operation)

    test(`${operation} answers ${known?.response}`, async () => {
      const answer = await stories()[operation]?.happy?.()
      if (answer === undefined) return
      const { status, body } = answer
      if (operation === 'files.getFile') assert.equal(status, 200)
      else if (known?.response === 'void') assert.deepEqual([status, body], [204, null])
      else {
        assert.ok(status === 200 || status === 201, `${status}: ${JSON.stringify(body)}`)
        assertConnectShape(known?.response ?? '', body)
      }
    })

    test(`${operation} refuses with ${known?.error}`, async () => {
      const { status, body } = (await stories()[operation]?.unhappy()) ?? assert.fail('there is no story')
      assert.ok(status >= 400 && status < 500, `${status}: ${JSON.stringify(body)}`)
      assertConnectShape(known?.error ?? '', body)
      const { errorId, errors } = body as { errorId: string; errors: { code: string; httpStatusCode: number }[] }
      assert.match(errorId, /^[0-9a-f-]{36}$/)
      assert.ok(errors.length > 0 && errors.every(({ httpStatusCode }) => httpStatusCode === status))
    })
  }
})
