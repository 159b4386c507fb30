const patienceMs = 60_000

/** The answer to one request to an SFTP server, or an error when it does not come. */
export const askSftp = <T>(
  request: (answer: (error: Error | undefined | null, value: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The SFTP server does not answer.')), patienceMs)
    request((error, value) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(value)
    })
  })
