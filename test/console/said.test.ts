import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts, breakActions, breakKinds, errors, exceptionKinds, roles } from '@silkgate/domain'
import { en } from '../../apps/console/src/ui/texts-en.ts'
import { zhHans } from '../../apps/console/src/ui/texts-zh-hans.ts'
import { operatorRoutes } from '../../apps/gateway/src/console/index.ts'
import { faultNames } from '../../apps/simulator/src/fault/faults.ts'

const deeds = operatorRoutes({ sandbox: {} } as Parameters<typeof operatorRoutes>[0])
  .filter(({ method }) => method !== 'GET')
  .map(({ operation }) => operation)

/** Each list of codes that the server answers with, its words in Chinese, and those in English where the console has them. */
const lists = {
  errors: [Object.keys(errors), zhHans.said.errors],
  faults: [Object.keys(faultNames), zhHans.said.faults],
  exceptions: [Object.keys(exceptionKinds), zhHans.said.exceptions, en.exceptions.kinds],
  breaks: [Object.keys(breakKinds), zhHans.said.breaks, en.breakKinds],
  'kinds of breaks': [Object.keys(breakKinds), zhHans.breakKinds],
  'what is done about breaks': [Object.keys(breakActions), zhHans.breakActions, en.breakActions],
  accounts: [Object.keys(accounts), zhHans.said.accounts, en.said.accounts],
  roles: [Object.keys(roles), zhHans.settings.roles, en.settings.roles],
  'entries of the audit trail': [deeds, zhHans.said.operations, en.said.operations],
  'events of a payment': [Object.keys(en.said.events), zhHans.said.events],
} as const

test('whatever the server says by a code has words in both languages, and there are no words for what is no code', () => {
  for (const [list, [codes, ...languages]] of Object.entries(lists)) {
    assert.ok(codes.length > 3, list)
    for (const words of languages as readonly Readonly<Record<string, string>>[]) {
      assert.deepEqual(
        codes.filter((code) => !words[code]),
        [],
        list,
      )
    }
  }
  for (const list of ['errors', 'faults', 'exceptions', 'breaks', 'accounts'] as const) {
    assert.deepEqual(Object.keys(lists[list][1]).toSorted(), lists[list][0].toSorted(), list)
  }
})
