import type { Browser } from 'playwright-core'
import { type Visit, visit } from './browser.ts'
import type { TestSandbox } from './sandbox.ts'

/** Somebody's browser with a view of the console, once they are signed in. */
export const enterConsole = async (
  browser: Browser,
  { gatewayUrl }: Pick<TestSandbox, 'gatewayUrl'>,
  email: string,
  path = '/',
  password = 'sandbox',
): Promise<Visit> => {
  const visitor = await visit(browser, { acceptDownloads: true })
  const { page } = visitor
  await page.goto(`${gatewayUrl}/console${path}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  // What stands around every view, and around none before.
  await page.locator('#content').waitFor()
  return visitor
}
