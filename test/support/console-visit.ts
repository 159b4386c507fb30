import assert from 'node:assert/strict'
import type { Role } from '@silkgate/domain'
import type { Browser, Page } from 'playwright-core'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { assertAccessible, assertFits, type Visit, visit } from './browser.ts'
import type { TestSandbox } from './sandbox.ts'

/** The password of whom `visitsOf` adds. */
export const good = 'a tram in the snow'

/** A browser says of each answer that it is a 403 or 404; the console shows what that means. */
export const assertQuiet = ({ troubles }: Visit): void =>
  assert.deepEqual(
    troubles.filter((text) => !/status of 4\d\d|asked for http:\/\/localhost/.test(text)),
    [],
  )

/** No violation in either colour scheme, and nothing to scroll sideways, wide and narrow. */
export const assertGood = async (page: Page): Promise<void> => {
  await assertAccessible(page)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await assertFits(page)
  }
}

/** Fills the sign-in form in. */
export const fillIn = async (page: Page, email: string, password: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor()

export const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').waitFor()
}

/** A device that has passkeys and asks its owner, who is there and says yes. */
export const givePasskeys = async (page: Page): Promise<void> => {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
}

/** People who come to the console, which is opened by a name since passkeys are made for one. */
export const visitsOf = (sandbox: TestSandbox, browser: Browser) => {
  const origin = sandbox.gatewayUrl.replace('127.0.0.1', 'localhost')
  return {
    origin,
    add: async (email: string, role: Role, merchantId?: string): Promise<string> => {
      await addUser(sandbox.db, { email, name: `Person ${email}`, role, merchantId, password: good }, new Date())
      return email
    },
    enter: async (path: string, email: string, password = good): Promise<Visit> => {
      const visitor = await visit(browser)
      await visitor.page.goto(`${origin}/console${path}`)
      await fillIn(visitor.page, email, password)
      await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor()
      return visitor
    },
    /** The link in the newest mail to somebody, as the mailbox page of the sandbox shows it, opened by the name. */
    mailedLink: async (page: Page, email: string): Promise<string> => {
      const link = page
        .getByRole('article')
        .filter({ hasText: `To ${email}` })
        .getByRole('link')
        .first()
      for (let look = 0; look < 50; look++) {
        await page.goto(`${origin}/sandbox/mailbox`)
        if ((await link.count()) > 0) return String(await link.getAttribute('href')).replace('127.0.0.1', 'localhost')
      }
      return assert.fail(`no mail came to ${email}`)
    },
  }
}
