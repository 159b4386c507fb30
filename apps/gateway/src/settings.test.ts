import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSettings } from './settings.ts'

const production = {
  SILKGATE_MODE: 'production',
  PUBLIC_URL: 'https://pay.example',
  APP_DATABASE_URL: 'postgres://silkgate:secret@db.example:5432/silkgate',
  MASTER_KEY: 'Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyMDA=',
  ALIPAYPLUS_URL: 'https://open-sea.alipayplus.com',
  ALIPAYPLUS_CLIENT_ID: '5YC47N2ZQHJ004124',
  ALIPAYPLUS_ACQUIRER_ID: '1022188000000000001',
}

const complaintOf = (environment: Record<string, string | undefined>): string => {
  try {
    readSettings(environment)
  } catch (error) {
    return (error as Error).message
  }
  return assert.fail('the settings were taken')
}

/** Asserts that exactly these lines are complained about. */
const assertComplaints = (environment: Record<string, string | undefined>, ...expected: readonly RegExp[]) => {
  const [heading, ...lines] = complaintOf(environment).split('\n')
  assert.equal(heading, 'The settings are wrong:')
  assert.equal(lines.length, expected.length, lines.join('\n'))
  for (const [index, pattern] of expected.entries()) assert.match(lines[index] ?? '', pattern)
}

describe('without any setting', () => {
  test('it is a sandbox on this machine', () => {
    const settings = readSettings({})
    assert.equal(settings.SILKGATE_MODE, 'sandbox')
    assert.equal(settings.HOST, '127.0.0.1')
    assert.equal(settings.PORT, 8080)
    assert.equal(settings.SIMULATOR_PORT, 8090)
    assert.equal(settings.DATA_DIR, './data')
    assert.equal(settings.DATABASE_URL, undefined)
    assert.equal(settings.PUBLIC_URL, undefined)
  })

  test('an empty or blank text counts as absent', () => {
    assert.deepEqual(
      readSettings({ PORT: '', PUBLIC_URL: '', DATABASE_URL: ' ', HOST: '\t', SIMULATOR_PORT: ' ' }),
      readSettings({}),
    )
  })

  test('what is no setting of ours is left alone', () => {
    assert.deepEqual(readSettings({ PATH: '/usr/bin', PGHOST: 'x' }), readSettings({}))
  })
})

describe('a setting that is wrong', () => {
  test('is named with what it must be and what it is', () => {
    assertComplaints({ SILKGATE_MODE: 'live' }, /^ {2}SILKGATE_MODE: must be sandbox or production \(it is "live"\)\.$/)
    assertComplaints({ PUBLIC_URL: 'pay.example' }, /PUBLIC_URL: must be a URL that begins with http/)
    assertComplaints({ SANDBOX_START: 'yesterday' }, /SANDBOX_START: must be an instant such as/)
    for (const PORT of ['x', '-1', '65536', '80.5', '8080a', 'NaN']) {
      assertComplaints({ PORT }, /PORT: must be a port from 0 to 65535 \(it is ".+"\)/)
    }
    assertComplaints(
      { DATABASE_CONNECTIONS: '1' },
      /DATABASE_CONNECTIONS: must be a number from 2 to 500 \(it is "1"\)/,
    )
    assertComplaints({ LOG_LEVEL: 'loud' }, /LOG_LEVEL: must be debug, info, warn or error \(it is "loud"\)/)
  })

  test('comes with all the others that are wrong', () => {
    assertComplaints(
      { PORT: 'x', SIMULATOR_PORT: 'y', ALIPAYPLUS_URL: 'z' },
      /PORT/,
      /ALIPAYPLUS_URL/,
      /SIMULATOR_PORT/,
    )
  })

  test('is not shown when it may hold a password', () => {
    for (const name of ['DATABASE_URL', 'APP_DATABASE_URL', 'CLOCK_DATABASE_URL']) {
      const complaint = complaintOf({ [name]: 'postgre://silkgate:hunter2@db.example/silkgate' })
      assert.match(complaint, new RegExp(`${name}: must be a URL such as postgres://`))
      assert.ok(!complaint.includes('hunter2'), complaint)
    }
  })
})

describe('PUBLIC_URL', () => {
  test('is a scheme and a host, however it was ended', () => {
    for (const text of ['https://pay.example', 'https://pay.example/', 'HTTPS://PAY.example:443/']) {
      assert.equal(readSettings({ PUBLIC_URL: text }).PUBLIC_URL, 'https://pay.example', text)
    }
    assert.equal(readSettings({ PUBLIC_URL: 'http://127.0.0.1:8081/' }).PUBLIC_URL, 'http://127.0.0.1:8081')
  })

  test('has no path, since the SDKs allow none', () => {
    for (const text of [
      'https://pay.example/gateway',
      'https://pay.example/?a=b',
      'https://pay.example/#a',
      'https://a@pay.example',
    ]) {
      assertComplaints({ PUBLIC_URL: text }, /PUBLIC_URL: must be a scheme and a host, without a path \(it is "https:/)
    }
  })
})

describe('production', () => {
  test('takes settings that are complete', () => {
    assert.equal(readSettings(production).PUBLIC_URL, 'https://pay.example')
    assert.equal(readSettings(production).SILKGATE_MODE, 'production')
  })

  test('needs to be told who and where it is', () => {
    for (const name of ['PUBLIC_URL', 'APP_DATABASE_URL', 'MASTER_KEY', 'ALIPAYPLUS_URL']) {
      assertComplaints({ ...production, [name]: undefined }, new RegExp(`${name}: is needed in production`))
      assertComplaints({ ...production, [name]: '' }, new RegExp(`${name}: is needed in production`))
    }
  })

  test('does not say that a setting is needed when it is there and wrong', () => {
    assertComplaints({ ...production, PUBLIC_URL: 'pay.example' }, /PUBLIC_URL: must be a URL/)
  })

  test('refuses to be the sandbox at Alipay+', () => {
    assertComplaints({ ...production, ALIPAYPLUS_CLIENT_ID: undefined }, /ALIPAYPLUS_CLIENT_ID: is that of the sandbox/)
    assertComplaints(
      { ...production, ALIPAYPLUS_ACQUIRER_ID: undefined },
      /ALIPAYPLUS_ACQUIRER_ID: is that of the sandbox/,
    )
  })

  test('has no crash points', () => {
    assertComplaints({ ...production, CRASH_AT: 'create.call_pay.after' }, /CRASH_AT: is for tests in the sandbox/)
    assert.equal(readSettings({ CRASH_AT: 'create.call_pay.after' }).CRASH_AT, 'create.call_pay.after')
  })
})
