/** For so long after the last key or touch of a pointer whatever a page asks for is taken for what its reader does. */
const stillMs = 60_000

let usedAt = Date.now()

for (const touch of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) {
  addEventListener(
    touch,
    () => {
      usedAt = Date.now()
    },
    { capture: true, passive: true },
  )
}

/** Whether somebody sits before the page: what it asks for without them must not keep their session alive. */
export const isInUse = (): boolean => Date.now() - usedAt <= stillMs
