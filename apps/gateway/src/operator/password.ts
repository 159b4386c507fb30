import { hash, verify } from '@node-rs/argon2'

/** OWASP's figures for Argon2id: 19 MiB, two passes, one lane; about 50 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A password as a PHC string. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost)

/** Takes as long where there is no hash, so that nobody learns from the time whether an account exists. */
export const isPassword = async (password: string, passwordHash: string | null | undefined): Promise<boolean> => {
  const isRight = await verify(passwordHash ?? (await nobodys()), password).catch(() => false)
  return isRight && typeof passwordHash === 'string'
}

let made: Promise<string> | undefined
const nobodys = (): Promise<string> => {
  made ??= hashPassword('nobody has this')
  return made
}
