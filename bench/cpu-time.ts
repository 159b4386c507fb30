import { readdirSync, readFileSync } from 'node:fs'

/** Ticks are hundredths of a second on every Linux that Node.js runs on. */
const msPerTick = 10

type Stat = { readonly parent: number; readonly ms: number; readonly endedChildrenMs: number }

/** What the kernel has counted for a process, threads included; undefined where there is no /proc, or no such process. */
const statOf = (pid: number | undefined): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ms = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) * msPerTick
    return { parent: Number(fields[1]), ms: ms(11), endedChildrenMs: ms(13) }
  } catch {
    return undefined
  }
}

/** CPU time of a process so far. NaN where the system does not tell. */
export const cpuMsOf = (pid: number | undefined): number => statOf(pid)?.ms ?? Number.NaN

/** CPU time of PostgreSQL so far: of the parent of this backend and of all its children, those that ended too. */
export const cpuMsOfServer = (backendPid: number | undefined): number => {
  const parent = statOf(backendPid)?.parent
  const postmaster = statOf(parent)
  if (postmaster === undefined) return Number.NaN
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === parent)
    .reduce((total, stat) => total + (stat?.ms ?? 0), postmaster.ms + postmaster.endedChildrenMs)
}
