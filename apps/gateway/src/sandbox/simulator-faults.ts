import { z } from 'zod'

const fault = z.looseObject({ name: z.string() })
const inForce = z.object({ faults: z.array(fault) })
const known = z.object({ known: z.array(z.object({ name: z.string(), strikes: z.string(), says: z.string() })) })

/** What can be made to go wrong, and whether it does. */
export type SimulatedFault = {
  readonly name: string
  readonly strikes: string
  readonly says: string
  readonly isOn: boolean
}

/** The faults of the simulator, switched as a whole: one that is switched on strikes whatever it can. */
export const simulatorFaults = (simulatorUrl: string) => {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${simulatorUrl}/control/${path}`, init)).json()
  const put = (faults: readonly unknown[]) =>
    ask('faults', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ faults }),
    })
  const faultsInForce = async () => inForce.parse(await ask('faults')).faults
  return {
    list: async (): Promise<readonly SimulatedFault[]> => {
      const [all, on] = await Promise.all([ask('fault-names'), faultsInForce()])
      const names = new Set(on.map(({ name }) => name))
      return known.parse(all).known.map((one) => ({ ...one, isOn: names.has(one.name) }))
    },

    /** Switches one; answers false where there is none of that name. Others stay as they are. */
    set: async (name: string, isOn: boolean): Promise<boolean> => {
      if (known.parse(await ask('fault-names')).known.every((one) => one.name !== name)) return false
      const others = (await faultsInForce()).filter((one) => one.name !== name)
      await put(isOn ? [...others, { name }] : others)
      return true
    },

    endAll: () => put([]),
  }
}

export type SimulatorFaults = ReturnType<typeof simulatorFaults>
