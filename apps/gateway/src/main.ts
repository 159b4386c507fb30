import { program } from './commands.ts'

program(process.argv[2])
  .then((root) => root.parseAsync(process.argv))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  })
