import { serve } from './serve.ts'
import { readSettings } from './settings.ts'

const run = async (): Promise<void> => {
  const serving = await serve(readSettings(process.env))
  // Tells the one who started it that it serves.
  process.send?.('serving')
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    serving.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  // The one who started the sandbox is gone.
  process.once('disconnect', end)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
