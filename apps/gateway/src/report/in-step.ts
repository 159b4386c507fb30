export type InStep<T> = { readonly readers: readonly AsyncGenerator<T, void>[]; readonly stop: (why: unknown) => void }

/**
 * As many readers of one source, each of which is given everything. They go on together: the next piece is fetched once all of
 * them want it, so that none has to be kept. Once they are stopped, each fails as it wants the next one.
 */
export const inStep = <T>(source: AsyncIterator<T>, count: number): InStep<T> => {
  let next = Promise.withResolvers<IteratorResult<T>>()
  let waiting = 0
  const wanted = (): Promise<IteratorResult<T>> => {
    const { promise, resolve, reject } = next
    waiting += 1
    if (waiting === count) {
      waiting = 0
      next = Promise.withResolvers()
      source.next().then(resolve, reject)
    }
    return promise
  }
  async function* read(): AsyncGenerator<T, void> {
    for (;;) {
      const { done, value } = await wanted()
      if (done) return
      yield value
    }
  }
  const stop = (why: unknown) => {
    // Perhaps nobody wants it any more.
    next.promise.catch(() => {})
    next.reject(why)
  }
  return { readers: Array.from({ length: count }, read), stop }
}
