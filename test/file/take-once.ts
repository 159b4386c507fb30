import { createInterface } from 'node:readline'
import { figure } from '@silkgate/domain'
import { pino } from 'pino'
import { reachOf } from '../../apps/gateway/src/crash-points.ts'
import { openRawFiles, type TakeFile, takeFiles } from '../../apps/gateway/src/file/index.ts'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { stopper } from '../../apps/gateway/src/stop.ts'

/**
 * A program for test/crash: takes what is due, as a gateway does, and ends. Its taker writes the lines of a file, each under its
 * number, so that a second time changes nothing; on the line "die" it kills itself once a file is named in DIE_IN.
 */
const { DATABASE_URL = '', DATA_DIR = '', CRASH_AT, DIE_IN, NOW = '', WALL_MS = '' } = process.env

const db = openDb(DATABASE_URL, { max: 2, reach: reachOf(CRASH_AT) })
const rawFiles = openRawFiles(DATA_DIR)

const takeLines: TakeFile = async (file, open) => {
  let n = 0
  for await (const line of createInterface({ input: open() })) {
    if (line === 'die' && file.name === DIE_IN) process.kill(process.pid, 'SIGKILL')
    if (line === 'throw') throw new Error('the taker is broken')
    await db.write('chore.set_up', {
      text: 'insert into taken_lines values ($1, $2, $3) on conflict do nothing',
      values: [file.fileId, ++n, line],
    })
  }
  return n === 0 ? { state: 'refused', reason: figure('it is empty') } : { state: 'taken' }
}

const job = takeFiles({
  db,
  world: { now: () => new Date(NOW), wallMs: () => Number(WALL_MS), newId: () => '' },
  log: pino({ level: 'silent' }),
  stop: stopper(),
  takers: { bank: takeLines },
  openFile: rawFiles.open,
  taken: () => {},
})
while ((await job.takeUp()) > 0);
await db.close()
