import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { messagesOf } from '../support/books.ts'
import { dispute, disputesOf, whenDispute } from '../support/disputes.ts'
import { aPdf, breakOff, download, sha256Of, upload, uploadedOf } from '../support/documents.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let listening: ListeningShop
let shop: Shop
before(async () => {
  sandbox = await aSandbox()
  listening = await openListeningShop(sandbox, '7002')
  shop = openShop(sandbox, demoShop)
})
after(async () => {
  await listening?.webhooks.close()
  await sandbox?.close()
})

const disputed = async (kind: 'retrieval' | 'escalation', by: Shop = shop) => {
  const { paymentId, redirectUrl } = await by.redirected(anOrder(10_000))
  await payInWallet(sandbox, redirectUrl)
  await by.whenStatus(paymentId, 'CAPTURED')
  await dispute(sandbox, paymentId, kind)
  return { paymentId, id: (await whenDispute(by, paymentId, 'DRAFT')).id }
}
const filesOf = async (paymentId: string, status = 'DRAFT', by: Shop = shop) =>
  (await whenDispute(by, paymentId, status)).disputeOutput.files
const answered = (paymentId: string) =>
  until('Alipay+ has the answer', async () => (await disputesOf(sandbox, paymentId)).at(-1)?.answer)
const submit = (id: string) => shop.client.v1.disputes.submit(shop.merchantId, id, {})

describe('the files of a dispute', () => {
  test('are listed, given back byte by byte, and sent to Alipay+ with the defence', async () => {
    const { paymentId, id } = await disputed('escalation', listening)
    const [receipt, photo] = [aPdf(600_000), Buffer.from('89504e470d0a1a0a0001ff', 'hex')]
    const first = await upload(listening, id, receipt)
    assert.equal(first.status, 201)
    const second = await upload(listening, id, photo, { fileName: '../Lieferung „Ü“; 1.pdf' })
    assert.deepEqual(await filesOf(paymentId, 'DRAFT', listening), [
      { id: first.fileId, fileName: 'receipt.pdf', fileSize: '600000', fileType: 'application/pdf' },
      { id: second.fileId, fileName: 'Lieferung „Ü“; 1.pdf', fileSize: '11', fileType: 'image/png' },
    ])
    const given = await download(listening, first.fileId)
    assert.deepEqual(given, {
      ...{ status: 200, contentType: 'application/pdf', contentLength: 600_000 },
      ...{ filename: 'receipt.pdf', content: receipt },
    })
    const { status, body } = await listening.client.v1.disputes.submit(listening.merchantId, id, {})
    assert.deepEqual([status, (body as { disputeOutput: { files: object[] } }).disputeOutput.files.length], [200, 2])
    const { evidences, body: said } = await answered(paymentId)
    assert.deepEqual(evidences, [
      { fileName: 'receipt.pdf', fileType: 'application/pdf', size: 600_000, sha256: sha256Of(receipt) },
      { fileName: 'Lieferung „Ü“; 1.pdf', fileType: 'image/png', size: 11, sha256: sha256Of(photo) },
    ])
    assert.match(said, /"refundType":"REJECT_REFUND"/)
    const kept = await until('the call is kept', async () =>
      (await messagesOf(sandbox, paymentId)).find(({ api }) => api === 'responseEscalation'),
    )
    assert.match(kept.request_body ?? '', /"content":"JVBE\*\*\*"/, 'documents are not kept with messages')
    await listening.webhooks.until((received) => received.some(({ body }) => body.type === 'dispute.send_to_bank'))
    const counts = listening.webhooks.received
      .filter(({ body }) => body.dispute !== undefined)
      .map(({ body }) => [
        body.type,
        (body.dispute as { disputeOutput: { files: object[] } }).disputeOutput.files.length,
      ])
    assert.deepEqual(counts, [
      ['dispute.draft', 0],
      ['dispute.send_to_bank', 2],
    ])
  })

  test('answer a question in full, and are sent again, the same, when the answer is lost', async () => {
    const { paymentId, id } = await disputed('retrieval')
    const most = aPdf(750_000)
    assert.equal((await upload(shop, id, most)).status, 201)
    await setFaults(sandbox, { name: 'answer_lost', api: 'responseRetrieval', times: 1 })
    await submit(id)
    const { evidences, body } = await answered(paymentId)
    assert.deepEqual([evidences[0]?.sha256, /"responseCode":"0001"/.test(body)], [sha256Of(most), true])
    await setFaults(sandbox)
  })

  test('are not sent by a merchant that gives in', async () => {
    const { paymentId, id } = await disputed('escalation')
    await upload(shop, id, aPdf())
    await shop.client.v1.disputes.cancel(shop.merchantId, id, {})
    assert.deepEqual((await answered(paymentId)).evidences, [])
  })

  test('are taken only while the dispute can be answered', async () => {
    const { paymentId, id } = await disputed('retrieval')
    await submit(id)
    await whenDispute(shop, paymentId, 'SUCCESS')
    const late = await upload(shop, id, aPdf())
    assert.deepEqual(
      [late.error, /only one that is DRAFT/.test(late.message)],
      ['402 ACTION_NOT_ALLOWED disputeId', true],
    )
    assert.deepEqual(await filesOf(paymentId, 'SUCCESS'), [])
  })

  test('are kept once for each idempotence key, whatever the boundary', async () => {
    const { paymentId, id } = await disputed('retrieval')
    const once = () => upload(shop, id, aPdf(), { key: `once-${id}` })
    const answers = await Promise.all([once(), once(), once()])
    const again = await once()
    const other = await upload(shop, id, aPdf(30_000), { key: `once-${id}` })
    assert.equal(other.error, '409 IDEMPOTENCE_KEY_REUSED')
    assert.deepEqual(
      new Set(answers.map(({ status, fileId }) => `${status} ${fileId}`)),
      new Set([`201 ${again.fileId}`]),
    )
    assert.deepEqual(
      (await filesOf(paymentId)).map((file) => file.id),
      [again.fileId],
    )
    await submit(id)
    assert.equal((await once()).fileId, again.fileId, 'a repeat after the end is answered as the first was')
  })

  test('come several at once, and stay within the limits together', async () => {
    const { paymentId, id } = await disputed('retrieval')
    const answers = await Promise.all(Array.from({ length: 5 }, () => upload(shop, id, aPdf(200_000))))
    assert.deepEqual(answers.map(({ error }) => error).sort(), [
      '',
      '',
      '',
      '413 FILE_TOO_LARGE file',
      '413 FILE_TOO_LARGE file',
    ])
    assert.equal((await filesOf(paymentId)).length, 3)
    const many = await disputed('retrieval')
    const small = await Promise.all(Array.from({ length: 12 }, () => upload(shop, many.id, aPdf(100))))
    assert.equal(small.filter(({ error }) => error === '400 INVALID_VALUE file').length, 2)
    assert.equal((await filesOf(many.paymentId)).length, 10)
    const racing = await disputed('retrieval')
    const [first] = await Promise.all([upload(shop, racing.id, aPdf()), submit(racing.id)])
    const sent = (await answered(racing.paymentId)).evidences.length
    assert.equal(sent, first.status === 201 ? 1 : 0, 'what was taken was sent')
  })

  test('are unknown to every other merchant', async () => {
    const { paymentId, id } = await disputed('retrieval')
    const { fileId } = await upload(shop, id, aPdf())
    const other = openShop(sandbox, secondShop)
    assert.equal((await upload(other, id, aPdf())).error, '404 INVALID_DISPUTE_ID disputeId')
    const { error } = (await download(other, fileId)) as { error: string }
    assert.equal(error, '404 INVALID_FILE_ID fileId')
    const foreign = await sendSigned(sandbox.gatewayUrl, secondShop, { path: `/files/v1/1234/files/${fileId}` })
    assert.equal(uploadedOf(foreign).error, '403 ACCESS_TO_MERCHANT_NOT_ALLOWED')
    assert.equal((await filesOf(paymentId)).length, 1)
  })
})

describe('an upload that is none', () => {
  let id: string
  let paymentId: string
  before(async () => {
    ;({ id, paymentId } = await disputed('retrieval'))
  })

  test('by its type, whatever its name says, is refused with what to send', async () => {
    for (const [what, content] of Object.entries({
      program: Buffer.from('4d5a90000300', 'hex'),
      page: Buffer.from('<html><script>alert(1)</script>'),
      archive: Buffer.from('504b0304140000', 'hex'),
      'PDF with something in front': Buffer.from('x%PDF-1.7'),
    })) {
      const { error, message } = await upload(shop, id, content)
      assert.deepEqual([what, error], [what, '400 INVALID_VALUE file'])
      assert.match(message, /no PDF, JPEG, PNG or TIFF/)
    }
  })

  test('by its size is refused, a little over and a lot over', async () => {
    for (const size of [750_001, 1024 * 1024 + 1, 8 * 1024 * 1024]) {
      const { error, message } = await upload(shop, id, aPdf(size))
      assert.deepEqual([error, /750,000 bytes/.test(message)], ['413 FILE_TOO_LARGE file', true], `${size}`)
    }
  })

  const path = () => `/files/v1/1234/disputes/${id}`
  const raw = (body: string | Buffer, contentType = 'multipart/form-data; boundary=b') =>
    sendSigned(sandbox.gatewayUrl, demoShop, { method: 'POST', path: path(), contentType, body }).then(uploadedOf)
  const part = (head: string, content = '%PDF-1.7') => `--b\r\n${head}\r\n\r\n${content}\r\n`
  const file = part('Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf')

  test('by its form is refused with what is wrong', async () => {
    const garbled = '400 INVALID_VALUE file'
    const lacking = '400 PARAMETER_NOT_FOUND_IN_REQUEST file'
    for (const [body, contentType, expected] of [
      ['', undefined, garbled],
      [`${file}--b--\r\n`, 'multipart/form-data', garbled],
      [`${file}--b--\r\n`, 'multipart/form-data; boundary=', garbled],
      [`${file}--b--\r\n`, 'multipart/mixed; boundary=b', garbled],
      ['{"file": "x"}', 'application/json', garbled],
      [file, undefined, garbled],
      [file.slice(0, 40), undefined, garbled],
      [Buffer.from('ff00fe0d0a2d2d62', 'hex'), undefined, garbled],
      [`${file}${file}--b--\r\n`, undefined, garbled],
      ['--b--\r\n', undefined, lacking],
      [`${part('Content-Disposition: form-data; name="file"')}--b--\r\n`, undefined, lacking],
      [`${file.replace('name="file"', 'name="other"')}--b--\r\n`, undefined, lacking],
      [`${part('X-Nothing: 1')}--b--\r\n`, undefined, lacking],
    ] as const) {
      assert.equal((await raw(body, contentType)).error, expected, `${contentType}: ${body}`)
    }
  })

  test('because it breaks off leaves nothing, and the gateway well', async () => {
    for (const written of ['', file.slice(0, 30), `${file}--b`]) {
      await breakOff(sandbox.gatewayUrl, demoShop, path(), written)
    }
    assert.equal((await raw('--b--')).status, 400)
    assert.deepEqual(await filesOf(paymentId), [])
  })

  test('but that another client writes in its own way is one', async () => {
    const dotNet = "Content-Disposition: form-data; name=file; filename=a.pdf; filename*=utf-8''a.pdf"
    assert.equal((await raw(`${part(dotNet)}--b--\r\n`)).status, 201)
    assert.equal(
      (await raw(`preamble\r\n${part('Content-Disposition: form-data; name="more"', 'x')}${file}--b--`)).status,
      201,
    )
    assert.equal((await filesOf(paymentId)).length, 2)
  })
})
