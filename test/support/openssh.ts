import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A key pair of the OpenSSH tools: the path of its private half, and the line of its public one. */
export type OpenSshKey = { readonly path: string; readonly publicKey: string }

export const makeOpenSshKey = (folder: string, ...options: readonly string[]): OpenSshKey => {
  const path = join(mkdtempSync(join(folder, 'key-')), 'key')
  execFileSync('ssh-keygen', [
    '-q',
    '-N',
    '',
    '-C',
    'merchant',
    '-f',
    path,
    ...(options.length > 0 ? options : ['-t', 'ed25519']),
  ])
  return { path, publicKey: readFileSync(`${path}.pub`, 'utf8').trim() }
}

export type SftpRun = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs commands of the ordinary `sftp` client, which knows the server's host key and trusts no other. */
export const runSftp = async (
  folder: string,
  { port, user, key, hostKey }: { port: number; user: string; key: OpenSshKey; hostKey: string },
  ...commands: readonly string[]
): Promise<SftpRun> => {
  const at = mkdtempSync(join(folder, 'sftp-'))
  const [batch, hosts] = [join(at, 'batch'), join(at, 'known_hosts')]
  writeFileSync(batch, `${commands.join('\n')}\n`)
  writeFileSync(hosts, `[127.0.0.1]:${port} ${hostKey}\n`)
  const settings = [
    ...['StrictHostKeyChecking=yes', `UserKnownHostsFile=${hosts}`, 'GlobalKnownHostsFile=/dev/null'],
    ...['IdentitiesOnly=yes', 'IdentityAgent=none', 'BatchMode=yes', 'ConnectTimeout=10'],
  ].flatMap((setting) => ['-o', setting])
  const options = ['-F', 'none', ...settings, '-i', key.path, '-P', String(port), '-b', batch, `${user}@127.0.0.1`]
  return new Promise((resolve) => {
    execFile('sftp', options, { cwd: at }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    )
  })
}
