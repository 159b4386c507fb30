import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The most that a process had at once. NaN where the system does not tell. */
export type Footprint = { readonly rssMb: number; readonly sockets: number; readonly alipayplusCalls: number }

const everyMs = 200

const orNaN = (read: () => number): number => {
  try {
    return read()
  } catch {
    return Number.NaN
  }
}

const rssMbOf = (pid: number): number =>
  orNaN(() => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024)

const isSocket = (path: string): boolean => {
  try {
    return readlinkSync(path).startsWith('socket:')
  } catch {
    return false
  }
}

const socketsOf = (pid: number): number =>
  orNaN(() => readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(`/proc/${pid}/fd/${fd}`)).length)

/** A gateway's own figures, by name with labels. */
export const metricsOf = async (gatewayUrl: string): Promise<ReadonlyMap<string, number>> => {
  const text = await (await fetch(`${gatewayUrl}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/** Looks at a gateway five times a second until it is told to stop; gives the most of everything that it saw. */
export const watch = ({ pid, url }: { pid: number; url: string }): (() => Promise<Footprint>) => {
  let most: Footprint = { rssMb: 0, sockets: 0, alipayplusCalls: 0 }
  let isOver = false
  const look = async () => {
    const metrics = await metricsOf(url).catch(() => new Map<string, number>())
    const calls = ['asked', 'due'].map((lane) => metrics.get(`silkgate_alipayplus_calls{lane="${lane}"}`) ?? 0)
    most = {
      rssMb: Math.max(most.rssMb, rssMbOf(pid)),
      sockets: Math.max(most.sockets, socketsOf(pid)),
      alipayplusCalls: Math.max(most.alipayplusCalls, ...[calls.reduce((sum, one) => sum + one, 0)]),
    }
  }
  const watching = (async () => {
    while (!isOver) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  })()
  return async () => {
    isOver = true
    await watching
    return most
  }
}
